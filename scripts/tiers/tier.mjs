// @ts-check
import { runChecks } from '../check.mjs';
import { runVitest } from './vitest.mjs';

/** @typedef {import('./results.mjs').TestResult} TestResult */

/**
 * What the tiers that need more than Node are given.
 * @typedef {object} TierTools
 * @property {import('../setup/workbench.mjs').WorkbenchHost} host
 * @property {string} vsix
 * @property {string} dockerHost
 * @property {Record<string, unknown>} settings user settings that make templates build on the embedded base image
 */

/**
 * @typedef {object} Tier
 * @property {string} name
 * @property {('engine' | 'workbench')[]} needs
 * @property {(grep: string | undefined, tools: TierTools) => Promise<TestResult[]>} run
 */

/**
 * All tiers, cheapest first: what a late one finds is dearer to look into. They run one after the other, since several
 * hold clocks against a real engine.
 * @type {Tier[]}
 */
export const tiers = [
  { name: 'check', needs: [], run: async (grep) => (grep ? [] : runChecks()) },
  { name: 'core', needs: [], run: (grep) => runVitest({ folder: 'core', grep }) },
  { name: 'manifest', needs: [], run: (grep) => runVitest({ folder: 'manifest', grep }) },
  {
    name: 'docker',
    needs: ['engine'],
    run: (grep, { dockerHost }) =>
      runVitest({ folder: 'docker', grep, usesEngine: true, env: { DOCKER_HOST: dockerHost } }),
  },
  {
    name: 'extension',
    needs: ['engine', 'workbench'],
    run: async (grep, tools) => (await import('./extension.mjs')).runExtensionTests(grep, tools),
  },
  {
    name: 'ui',
    needs: ['engine', 'workbench'],
    run: async (grep, tools) => (await import('./ui.mjs')).runUiTests(grep, tools),
  },
];
