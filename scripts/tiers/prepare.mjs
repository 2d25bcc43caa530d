// @ts-check
import { setUp } from '../setup/index.mjs';

/** @typedef {import('./tier.mjs').Tier} Tier */
/** @typedef {import('./tier.mjs').TierTools} TierTools */

/** Tests ask no registry for base images, so that they pass or fail on every machine alike. */
const embeddedBase = { 'fcContainer.build.args': { BASE_IMAGE: 'fc-containers/node:22' } };

/**
 * For the tiers that need nothing but Node.
 * @type {TierTools}
 */
const none = { host: /** @type {any} */ (undefined), vsix: '', dockerHost: '', settings: {} };

/**
 * Starts to make engine, workbench and package ready for these tiers, and returns how a tier gets its tools when its
 * turn comes: those that need nothing run meanwhile.
 * @param {Tier[]} tiers
 * @returns {(tier: Tier) => Promise<TierTools | { leftOut: string }>}
 */
export function prepare(tiers) {
  const needs = (/** @type {'engine' | 'workbench'} */ part) => tiers.some((tier) => tier.needs.includes(part));
  const workbench = needs('workbench');
  const preparation = Promise.all([
    setUp({ engine: needs('engine'), workbench, bases: needs('engine') ? ['node', 'python', 'busybox', 'arm64'] : [] }),
    workbench ? packageWithTests() : '',
  ]);
  // It may fail before the first tier asks for it.
  preparation.catch(() => {});
  return async (tier) => {
    if (tier.needs.length === 0) return none;
    const [{ engine, workbench: host, bases }, vsix] = await preparation;
    const parts = [...tier.needs.map((need) => ({ engine, workbench: host })[need]), ...Object.values(bases)];
    for (const part of parts) if (!part.available) return { leftOut: part.reason };
    const dockerHost = engine.available ? engine.dockerHost : '';
    return { host: /** @type {TierTools['host']} */ (host), vsix, dockerHost, settings: embeddedBase };
  };
}

async function packageWithTests() {
  const { packageVsix } = await import('../package.mjs');
  return (await packageVsix({ tests: true })).vsix;
}
