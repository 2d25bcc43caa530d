// @ts-check
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const heartbeatMs = 5_000;
const abandonedAfterMs = 120_000;

/**
 * Runs the action while no other process on this machine does the same under the same lock file.
 *
 * Node has no flock, so the lock is a file with the owner's pid. A dead owner, or one that has not touched its file for
 * two minutes (its pid may have been reused), is replaced. Taking over goes through a second file: otherwise two
 * waiting processes could each remove "the dead owner's" lock, the later one removing the lock of the earlier.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} action
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, action, onWait) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let waited = false; !claim(file);) {
    if (isAbandoned(file)) takeOver(file);
    else if (!waited) {
      waited = true;
      onWait?.();
    }
    await sleep(100);
  }
  const heartbeat = setInterval(() => touch(file), heartbeatMs).unref();
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function claim(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function takeOver(file) {
  const takeover = `${file}.takeover`;
  if (!claim(takeover)) {
    if (ageMs(takeover) > heartbeatMs) rmSync(takeover, { force: true });
    return;
  }
  try {
    if (isAbandoned(file)) rmSync(file, { force: true });
  } finally {
    rmSync(takeover, { force: true });
  }
}

/** @param {string} file */
function isAbandoned(file) {
  const age = ageMs(file);
  const pid = readPid(file);
  // A file without a pid has just been made by a process that is about to write it.
  return age > (pid === undefined ? heartbeatMs : abandonedAfterMs) || (pid !== undefined && !isAlive(pid));
}

/** @param {string} file */
function readPid(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * True while a process with this id exists, whoever owns it.
 * @param {number} pid
 */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function ageMs(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The folder was removed under us: nothing is left to guard.
  }
}
