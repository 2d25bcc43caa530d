// @ts-check
import { findOnPath, run } from '../shared/run.mjs';
import { withLock } from '../shared/lock.mjs';
import { inCache } from '../shared/repository.mjs';

/** True where packages can be installed without asking anybody: Debian or Ubuntu, as root. */
export const canInstall = () => process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;

/** True where package files can at least be downloaded and unpacked: Debian or Ubuntu, as any user. */
export const canUnpack = () => findOnPath('apt-get') !== undefined && findOnPath('dpkg-deb') !== undefined;

let listsAreFresh = false;

/**
 * Installs packages from apt, without recommended ones. One installation at a time on this machine.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  await withLock(inCache('apt.lock'), async () => {
    await refreshLists();
    // The lock timeout also covers an apt that somebody else has started.
    await apt(['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages]);
  });
}

/**
 * Downloads package files into a folder without installing them.
 * @param {string[]} packages
 * @param {string} folder
 */
export async function downloadPackages(packages, folder) {
  await withLock(inCache('apt.lock'), async () => {
    try {
      await apt(['download', '-qq', ...packages], folder);
    } catch (error) {
      // No package lists yet (a bare image), or lists that name versions which are gone.
      if (!canInstall()) throw error;
      await refreshLists();
      await apt(['download', '-qq', ...packages], folder);
    }
  });
}

async function refreshLists() {
  if (listsAreFresh) return;
  await apt(['update', '-qq']);
  listsAreFresh = true;
}

/**
 * @param {string[]} args
 * @param {string} [cwd]
 */
const apt = (args, cwd) => run('apt-get', args, { cwd, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
