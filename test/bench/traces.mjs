// @ts-check
import { spawnSync } from 'node:child_process';
import { isAlive } from '../../scripts/shared/lock.mjs';

/** @typedef {import('./dockerCli.mjs').DockerCli} DockerCli */

/**
 * A function of this run. The name ends up in the image's name too, by which the image and its containers are found again,
 * whichever process has started them.
 * @param {string} purpose
 */
export const nameFor = (purpose) => `bench-${process.pid}-${purpose}`;

/**
 * Removes the containers and images of this run. Nothing here waits, so that it can be done while the process ends.
 * @param {DockerCli} cli
 */
export function removeOwnTraces(cli) {
  removeTraces(cli, (owner) => owner === process.pid);
}

/**
 * Removes what runs left behind that were killed.
 * @param {DockerCli} cli
 */
export function removeOldTraces(cli) {
  removeTraces(cli, (owner) => owner !== process.pid && !isAlive(owner));
}

/**
 * @param {DockerCli} cli
 * @param {(owner: number) => boolean} isMeant
 */
function removeTraces(cli, isMeant) {
  const docker = (/** @type {string[]} */ ...args) =>
    spawnSync(cli.file, args, { env: cli.environment, encoding: 'utf8' }).stdout?.trim().split('\n') ?? [];
  const isTrace = (/** @type {string | undefined} */ image) => {
    const owner = ownerOf(image);
    return owner !== undefined && isMeant(owner);
  };
  const containers = docker('ps', '--all', '--format', '{{.ID}} {{.Image}}').flatMap((line) => {
    const [id, image] = line.split(' ');
    return isTrace(image) ? [id] : [];
  });
  if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers);
  const images = docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').filter(isTrace);
  if (images.length > 0) docker('image', 'rm', '--force', ...images);
}

/** @param {string | undefined} image */
function ownerOf(image = '') {
  const owner = /\/bench-(\d+)-[\w-]+:/.exec(image)?.[1];
  return owner === undefined ? undefined : Number(owner);
}
