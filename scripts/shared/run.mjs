// @ts-check
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the environment; spread `process.env` to add to it
 * @property {number} [timeoutMs] the command is killed after this time
 * @property {boolean} [quietErrors] leave standard error out of `output`
 */

/** A command that could not be run, or ended with an exit code other than 0. Its message carries what it printed. */
class CommandError extends Error {
  /**
   * @param {string} command
   * @param {string} outcome
   * @param {string} output
   */
  constructor(command, outcome, output) {
    super(`${command}: ${outcome}\n${shorten(output)}`.trimEnd());
    this.name = 'CommandError';
  }
}

/**
 * Runs a command to its end without a shell and returns what it printed; throws when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options = {}) {
  const { code, signal, output } = await tryRun(command, args, options);
  if (code !== 0) {
    throw new CommandError([command, ...args].join(' '), signal ? `ended by ${signal}` : `exit code ${code}`, output);
  }
  return output;
}

/**
 * Like `run`, but the caller judges the exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number | null, signal: string | null, output: string }>}
 */
export function tryRun(command, args, { cwd, env, timeoutMs, quietErrors = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => quietErrors || chunks.push(chunk));
    child.on('error', (error) => reject(new CommandError([command, ...args].join(' '), error.message, '')));
    child.on('close', (code, signal) => resolve({ code, signal, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/**
 * The absolute path of the first of these commands that is on PATH.
 * @param {string[]} names
 */
export function findOnPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder && isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} text
 * @param {number} count
 */
export const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n');

/**
 * The beginning and the end of a long output: npm says first what is wrong, compilers last.
 * @param {string} text
 */
function shorten(text) {
  const lines = text.trimEnd().split('\n');
  return lines.length <= 40 ? lines.join('\n') : [...lines.slice(0, 15), '…', ...lines.slice(-20)].join('\n');
}
