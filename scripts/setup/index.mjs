// @ts-check
import { ensureDependencies } from './dependencies.mjs';
import { ensureEngine } from './engine.mjs';
import { ensureWorkbench } from './workbench.mjs';
import { ensureWrk } from './wrk.mjs';

/** @typedef {import('./baseImages/recipes.mjs').BaseName} BaseName */
/** @typedef {import('./baseImages.mjs').BaseImage} BaseImage */
/** @typedef {import('./engine.mjs').Engine} Engine */
/** @typedef {import('./engine.mjs').Unavailable} Unavailable */
/** @typedef {import('./workbench.mjs').WorkbenchHost} WorkbenchHost */
/** @typedef {import('./wrk.mjs').Wrk} Wrk */

/**
 * @typedef {object} Needs
 * @property {boolean} [engine]
 * @property {boolean | 'without browser'} [workbench]
 * @property {BaseName[]} [bases] implies the engine
 * @property {boolean} [wrk]
 */

/**
 * @typedef {object} Setup
 * @property {Engine | Unavailable} engine
 * @property {WorkbenchHost | Unavailable} workbench
 * @property {Partial<Record<BaseName, BaseImage | Unavailable>>} bases
 * @property {Wrk | Unavailable} wrk
 */

/** @type {Unavailable} */
const notAskedFor = { available: false, reason: 'not asked for' };

/**
 * Makes ready what a script needs, on any machine, each part only when it is missing. Demo, bench, test and start share
 * this one way. What cannot be had is reported as a value with its reason; the caller decides what that means.
 * @param {Needs} needs
 * @returns {Promise<Setup>}
 */
export async function setUp({ engine = false, workbench = false, bases = [], wrk = false }) {
  await ensureDependencies();
  // Only after the dependencies: base images are packed with a package.
  const [withEngine, host, generator] = await Promise.all([
    engine || bases.length > 0 ? setUpEngine(bases) : { engine: notAskedFor, bases: {} },
    workbench ? ensureWorkbench({ browser: workbench === true }) : notAskedFor,
    wrk ? ensureWrk() : notAskedFor,
  ]);
  return { ...withEngine, workbench: host, wrk: generator };
}

/** @param {BaseName[]} names */
async function setUpEngine(names) {
  const engine = await ensureEngine();
  if (!engine.available) {
    return { engine, bases: Object.fromEntries(names.map((name) => [name, engine])) };
  }
  const { ensureBaseImages } = await import('./baseImages.mjs');
  return { engine, bases: await ensureBaseImages(names, engine) };
}
