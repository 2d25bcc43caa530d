// @ts-check
import { ask } from '../engine/endpoint.mjs';

/** @typedef {import('../engine/endpoint.mjs').Endpoint} Endpoint */

/**
 * What the engine knows of an image.
 * @param {Endpoint} endpoint
 * @param {string} image
 * @returns {Promise<{ Architecture: string, Config: { Labels: Record<string, string> | null } } | undefined>}
 */
export async function inspectImage(endpoint, image) {
  const { status, text } = await ask(endpoint, { path: `/images/${image}/json` });
  return status === 200 ? JSON.parse(text) : undefined;
}

/**
 * @param {Endpoint} endpoint
 * @param {NodeJS.ReadableStream} archive
 */
export async function loadImage(endpoint, archive) {
  const headers = { 'content-type': 'application/x-tar' };
  const request = { method: 'POST', path: '/images/load?quiet=1', headers, body: archive, timeoutMs: 120_000 };
  const { status, text } = await ask(endpoint, request);
  const error = status === 200 ? errorIn(text) : text;
  if (error) throw new Error(`the engine did not load the image: ${error}`);
}

/**
 * Pulls an image for linux/amd64. A pull that fails says so in its stream as often as by its status.
 * @param {Endpoint} endpoint
 * @param {string} image
 * @param {number} timeoutMs
 */
export async function pullImage(endpoint, image, timeoutMs) {
  const query = new URLSearchParams({ fromImage: image, platform: 'linux/amd64' });
  const { status, text } = await ask(endpoint, { method: 'POST', path: `/images/create?${query}`, timeoutMs });
  const error = status === 200 ? errorIn(text) : (JSON.parse(text).message ?? text);
  if (error) throw new Error(error);
}

/** @param {string} stream lines of JSON */
function errorIn(stream) {
  const line = stream.split('\n').find((text) => text.includes('"error"'));
  return line && JSON.parse(line).error;
}
