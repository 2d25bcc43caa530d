// @ts-check
import { chooseBaseImage } from './baseImages.mjs';
import { say } from '../shared/say.mjs';

/** The base image of the Node.js template. */
const wanted = 'node:22-alpine';

/**
 * User settings with which the Node.js template builds on this machine: none where its base image can be had, else the
 * embedded one in its place, and a line that says so.
 * @param {import('./engine.mjs').Engine} engine
 * @returns {Promise<{ available: true, settings: Record<string, unknown> } | import('./engine.mjs').Unavailable>}
 */
export async function templateSettings(engine) {
  const base = await chooseBaseImage(wanted, 'node', engine);
  if (!base.available) return base;
  if (!base.embedded) return { available: true, settings: {} };
  say('base image', `functions are built on the embedded ${base.image} instead of ${wanted}`);
  return { available: true, settings: { 'fcContainer.build.args': { BASE_IMAGE: base.image } } };
}
