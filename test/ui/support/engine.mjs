// @ts-check
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, parseDockerHost } from '../../../scripts/setup/engine/endpoint.mjs';

/**
 * Waits until the engine has this many containers with these words in their command or labels, running or not.
 * @param {string} dockerHost
 * @param {string} words
 * @param {number} count
 */
export async function waitForContainers(dockerHost, words, count) {
  let found = -1;
  for (const end = Date.now() + 20_000; found !== count && Date.now() < end; await sleep(100)) {
    const text = await get(dockerHost, '/containers/json?all=1');
    const containers = JSON.parse(text).map((/** @type {{ Command: string, Labels: object }} */ { Command, Labels }) =>
      JSON.stringify([Command, Labels]),
    );
    found = containers.filter((/** @type {string} */ container) => container.includes(words)).length;
  }
  assert.equal(found, count, `containers with ${words}`);
}

/**
 * @param {string} dockerHost
 * @param {string} image
 */
export async function removeImage(dockerHost, image) {
  await ask(endpointOf(dockerHost), { method: 'DELETE', path: `/images/${image}?force=1` });
}

/**
 * @param {string} dockerHost
 * @param {string} path
 */
async function get(dockerHost, path) {
  return (await ask(endpointOf(dockerHost), { path })).text;
}

/** @param {string} dockerHost */
function endpointOf(dockerHost) {
  const endpoint = parseDockerHost(dockerHost);
  assert.ok(endpoint);
  return endpoint;
}
