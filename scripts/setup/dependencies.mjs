// @ts-check
import { existsSync, statSync } from 'node:fs';
import { withLock } from '../shared/lock.mjs';
import { inCache, inRepository, repositoryRoot } from '../shared/repository.mjs';
import { step } from '../shared/say.mjs';
import { npm } from './npmPackage.mjs';

const oldestNode = 20;

/** @type {Promise<{ installed: boolean }> | undefined} */
let ensured;

/**
 * Makes `node_modules` what package-lock.json says, once per process. Uses nothing but Node, since in a fresh clone
 * there is nothing else.
 */
export const ensureDependencies = () => (ensured ??= installDependencies());

/** @returns {Promise<{ installed: boolean }>} */
function installDependencies() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode)
    throw new Error(`Node ${oldestNode} or later is needed; this is Node ${process.versions.node}.`);
  return step(
    'dependencies',
    async (doing) => {
      if (isUpToDate()) return { installed: false };
      // Two scripts started in one clone must not both empty node_modules. The lock cannot live inside it.
      return withLock(
        inCache(`npm-ci-${encodeURIComponent(repositoryRoot)}.lock`),
        async () => {
          if (isUpToDate()) return { installed: false };
          doing('npm ci');
          await npm(['ci'], repositoryRoot);
          return { installed: true };
        },
        () => doing('another process is installing them'),
      );
    },
    ({ installed }) => (installed ? 'installed from package-lock.json' : 'up to date with package-lock.json'),
  );
}

/** npm writes its own record of what it installed when it is done, so a half-finished installation is not up to date. */
function isUpToDate() {
  const record = inRepository('node_modules', '.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(inRepository('package-lock.json')).mtimeMs;
}
