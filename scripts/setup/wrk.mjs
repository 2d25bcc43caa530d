// @ts-check
import { findOnPath, tryRun } from '../shared/run.mjs';
import { step } from '../shared/say.mjs';
import { canInstall, installPackages } from './apt.mjs';

/** @typedef {import('./engine.mjs').Unavailable} Unavailable */

/**
 * The HTTP load generator.
 * @typedef {object} Wrk
 * @property {true} available
 * @property {string} file
 * @property {string} version
 */

/** All 4.x print what the bench reads and take the same options; an earlier one does not know `latency:percentile`. */
const known = /^wrk (?:debian\/)?(4\.\S+)/m;

/**
 * Finds wrk; on Debian or Ubuntu as root, installs it.
 * @returns {Promise<Wrk | Unavailable>}
 */
export function ensureWrk() {
  return step(
    'wrk',
    async (doing) => {
      const found = await findWrk();
      if (found) return found;
      if (!canInstall()) return { available: false, reason: 'wrk 4 is not on PATH: install it' };
      try {
        doing('installing wrk with apt');
        await installPackages(['wrk']);
        return (await findWrk()) ?? { available: false, reason: 'the wrk from apt is not version 4' };
      } catch (error) {
        return { available: false, reason: `wrk could not be installed: ${/** @type {Error} */ (error).message}` };
      }
    },
    (wrk) => (wrk.available ? `wrk ${wrk.version}` : `not available: ${wrk.reason}`),
  );
}

/** @returns {Promise<Wrk | undefined>} */
async function findWrk() {
  const file = findOnPath('wrk');
  if (!file) return undefined;
  const { output } = await tryRun(file, ['-v']); // its exit code is 1, whatever it says
  const version = known.exec(output)?.[1];
  return version === undefined ? undefined : { available: true, file, version };
}
