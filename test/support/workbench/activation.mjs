// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTestsModule } from './testsModule.mjs';

/**
 * VS Code's own account of one activation, in milliseconds.
 * @typedef {object} Activation
 * @property {number} loadMs reading and evaluating the bundle, which is nearly all of it
 * @property {number} callMs `activate()` until it returns
 * @property {number} finishMs until its promise settles
 * @property {number} totalMs
 * @property {string} event what activated the extension
 * @property {number} extensionHostRssMb
 */

const probe = path.join(path.dirname(fileURLToPath(import.meta.url)), 'activationProbe.cjs');

/**
 * Measures one activation in a fresh VS Code. Repeat it and compare medians: machines that are shared are noisy.
 * @param {import('./server.mjs').WorkbenchHost} host
 * @param {{ vsix: string, extensionId: string, workspace?: string, command?: string, env?: NodeJS.ProcessEnv }} subject
 *   `command` activates the extension by running it, instead of waiting for one of its own activation events
 * @returns {Promise<Activation>}
 */
export async function measureActivation(host, { vsix, extensionId, workspace, command = '', env }) {
  const { events, failure } = await runTestsModule(host, {
    vsix,
    workspace,
    module: probe,
    env: { ...env, FC_PROBE_EXTENSION: extensionId, FC_PROBE_COMMAND: command },
    timeoutMs: 90_000,
  });
  const row = events[0]?.page?.split('\n').find((/** @type {string} */ line) => line.startsWith(`| ${extensionId} `));
  if (!row) throw new Error(failure ?? events[0]?.error ?? `VS Code has no activation figures of ${extensionId}`);
  // | id | eager | load code | call activate | finish activate | event | by |
  const cells = row.split('|').map((/** @type {string} */ cell) => cell.trim());
  const [loadMs, callMs, finishMs] = cells.slice(3, 6).map(Number);
  const extensionHostRssMb = Math.round(events[0].extensionHostRssBytes / 2 ** 20);
  return { loadMs, callMs, finishMs, totalMs: loadMs + callMs + finishMs, event: cells[6], extensionHostRssMb };
}
