// @ts-check
// npm run check
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { inRepository, isMain, repositoryRoot } from './shared/repository.mjs';
import { tryRun } from './shared/run.mjs';
import { printResult } from './tiers/results.mjs';

/** @typedef {import('./tiers/results.mjs').TestResult} TestResult */

/**
 * The tools, longest first: with few processors that order ends soonest. Each is [title, package, command, arguments].
 * @type {[string, string, string, string[]][]}
 */
const tools = [
  ['eslint', 'eslint', 'eslint', ['.', '--max-warnings', '0']],
  ['types', 'typescript', 'tsc', ['-p', 'tsconfig.json', '--noEmit']],
  ['types of media', 'typescript', 'tsc', ['-p', 'media', '--noEmit']],
  ['types of scripts', 'typescript', 'tsc', ['-p', 'scripts', '--noEmit']],
  ['prettier', 'prettier', 'prettier', ['--check', '.', '--log-level', 'warn']],
  ['rings', 'dependency-cruiser', 'depcruise', ['src']],
  ['knip', 'knip', 'knip', []],
];

/**
 * Runs every tool, as many at once as there are processors, and prints one line for each as it ends.
 * @returns {Promise<TestResult[]>} one result per tool
 */
export async function runChecks() {
  const waiting = [...tools];
  /** @type {TestResult[]} */
  const results = [];
  const worker = async () => {
    for (let tool = waiting.shift(); tool; tool = waiting.shift()) results.push(await runTool(...tool));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}

/**
 * @param {string} title
 * @param {string} packageName
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<TestResult>}
 */
async function runTool(title, packageName, command, args) {
  const started = performance.now();
  const script = binary(packageName, command);
  const { code, output } = await tryRun(process.execPath, [script, ...args], {
    cwd: repositoryRoot,
    timeoutMs: 300_000,
  });
  const ok = code === 0;
  const result = { title, ok, ms: performance.now() - started, error: ok ? undefined : output };
  printResult(result, Infinity);
  return result;
}

/**
 * The script behind a package's command. Starting it directly saves npx, and a shell on Windows.
 * @param {string} packageName
 * @param {string} command
 */
function binary(packageName, command) {
  const folder = inRepository('node_modules', packageName);
  const { bin } = createRequire(import.meta.url)(path.join(folder, 'package.json'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

if (isMain(import.meta)) {
  const results = await runChecks();
  if (results.some((result) => !result.ok)) process.exitCode = 1;
}
