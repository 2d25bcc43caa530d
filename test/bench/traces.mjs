// @ts-check
import { spawnSync } from 'node:child_process';
import { isAlive } from '../../scripts/shared/lock.mjs';

/** @typedef {import('./dockerCli.mjs').DockerCli} DockerCli */

const label = 'fc-containers.bench';
const ownerLabel = 'fc-containers.owner-process'; // the emulator's own

/** Marks a container as one of this run. */
export const ofThisRun = ['--label', `${label}=${process.pid}`];

/**
 * A function of this run. The name ends up in the image's name too, by which the image is found again.
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
  const labels = `{{.Label "${label}"}}{{.Label "${ownerLabel}"}}`;
  const containers = docker('ps', '--all', '--format', `{{.ID}} ${labels} {{.Image}}`).flatMap((line) => {
    const [id, owner, image] = line.split(' ');
    return ownerOf(image) !== undefined && isMeant(Number(owner)) ? [id] : [];
  });
  if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers);
  const images = docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').filter((image) => {
    const owner = ownerOf(image);
    return owner !== undefined && isMeant(owner);
  });
  if (images.length > 0) docker('image', 'rm', '--force', ...images);
}

/** @param {string | undefined} image */
function ownerOf(image = '') {
  const owner = /\/bench-(\d+)-[\w-]+:/.exec(image)?.[1];
  return owner === undefined ? undefined : Number(owner);
}
