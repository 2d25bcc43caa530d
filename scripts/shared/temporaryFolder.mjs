// @ts-check
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { atExit } from './atExit.mjs';

/**
 * A new empty folder that does not outlive this process.
 * @param {string} purpose part of its name
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>}
 */
export async function makeTemporaryFolder(purpose) {
  const folder = await mkdtemp(path.join(os.tmpdir(), `fc-${purpose}-`));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const remove = async () => {
    // A process that was just ended may still be writing its last file.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    forget();
  };
  return { folder, remove };
}

/**
 * Lends a temporary folder to an action.
 * @template T
 * @param {string} purpose
 * @param {(folder: string) => Promise<T>} action
 */
export async function withTemporaryFolder(purpose, action) {
  const { folder, remove } = await makeTemporaryFolder(purpose);
  return action(folder).finally(remove);
}
