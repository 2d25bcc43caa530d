// @ts-check
import os from 'node:os';
import { repositoryRoot } from '../../scripts/shared/repository.mjs';
import { tryRun } from '../../scripts/shared/run.mjs';

/**
 * What the milliseconds of a run depend on.
 * @typedef {object} Machine
 * @property {string} system
 * @property {string} processor
 * @property {number} cores
 * @property {number} memoryGb
 * @property {string} node
 * @property {string} engine
 * @property {string} dockerCli the reference
 * @property {string} buildKit the reference
 * @property {string} vscode
 * @property {string} wrk
 * @property {string} revision of the repository
 * @property {number[]} load of the last 1, 5 and 15 minutes, as the run began
 */

/**
 * @param {Pick<Machine, 'engine' | 'dockerCli' | 'buildKit' | 'vscode' | 'wrk'>} tools
 * @returns {Promise<Machine>}
 */
export async function describeMachine(tools) {
  const processors = os.cpus();
  return {
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    ...tools,
    revision: await revision(),
    load: os.loadavg().map((value) => Number(value.toFixed(2))),
  };
}

async function revision() {
  try {
    const { code, output } = await tryRun('git', ['describe', '--always', '--dirty'], { cwd: repositoryRoot });
    return code === 0 ? output.trim() : 'unknown';
  } catch {
    return 'unknown'; // no git
  }
}
