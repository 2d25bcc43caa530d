// @ts-check
import { realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * An absolute path inside the repository.
 * @param {string[]} segments
 */
export const inRepository = (...segments) => path.join(repositoryRoot, ...segments);

/**
 * Where downloads and the VS Code server are kept between clones: `$FC_CONTAINERS_CACHE`, else the user's cache folder.
 * @param {string[]} segments
 */
export function inCache(...segments) {
  const root = process.env.FC_CONTAINERS_CACHE || path.join(os.homedir(), '.cache', 'fc-containers');
  return path.join(path.resolve(root), ...segments);
}

/**
 * True when the module was started by `node`, not imported by another one.
 * @param {ImportMeta} meta
 */
export function isMain(meta) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(meta.url);
}
