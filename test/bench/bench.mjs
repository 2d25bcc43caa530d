// @ts-check
import { copyFile, cp } from 'node:fs/promises';
import path from 'node:path';
import { build } from '../../scripts/build.mjs';
import { packageVsix } from '../../scripts/package.mjs';
import { inRepository } from '../../scripts/shared/repository.mjs';
import { EmulatorOfOne } from './emulator.mjs';
import { makeFunctionFolder } from './functionFolder.mjs';

/** @typedef {import('./figure.mjs').Bench} Bench */
/** @typedef {import('./figure.mjs').Figure} Figure */
/** @typedef {import('../../scripts/setup/index.mjs').Setup} Setup */

/**
 * Lends a figure what it works with.
 * @template T
 * @param {{ setup: Setup, scratch: string, clis: import('./dockerCli.mjs').DockerClis }} tools
 * @param {(bench: Bench) => Promise<T>} action
 */
export async function withBench({ setup, scratch, clis }, action) {
  const { engine, bases, workbench } = setup;
  const baseImage = bases.node?.available ? bases.node.image : '';
  const dockerHost = engine.available ? engine.dockerHost : '';
  /** @type {EmulatorOfOne[]} */
  const opened = [];
  const bench = {
    ...clis,
    baseImage,
    scratch,
    workbench,
    /** @type {import('./figure.mjs').OpenFunction} */
    openFunction: async ({ onLine, ...choices }) => {
      const folder = await makeFunctionFolder(path.join(scratch, 'functions'), choices);
      const bundles = await bundlesIn(scratch);
      const emulator = await EmulatorOfOne.open(folder, { bundles, dockerHost, baseImage, onLine });
      opened.push(emulator);
      return emulator;
    },
    vsix: () => vsixIn(scratch),
  };
  try {
    return await action(/** @type {Bench} */ (bench));
  } finally {
    await Promise.all(opened.map((emulator) => emulator.close()));
  }
}

/** @type {Map<string, Promise<any>>} */
const made = new Map();

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} make
 * @returns {Promise<T>}
 */
function once(what, make) {
  const result = made.get(what) ?? make();
  made.set(what, result);
  return result;
}

/**
 * The bundles as they are shipped. The bench works on copies: whoever builds meanwhile takes nothing away from it.
 * @param {string} scratch
 */
const bundlesIn = (scratch) =>
  once('bundles', async () => {
    await build({ production: true });
    const bundles = path.join(scratch, 'bundles');
    await cp(inRepository('dist'), bundles, { recursive: true });
    return bundles;
  });

/** @param {string} scratch */
const vsixIn = (scratch) =>
  once('vsix', async () => {
    const { vsix, sizeBytes } = await packageVsix();
    const file = path.join(scratch, 'fc-containers.vsix');
    await copyFile(vsix, file);
    return { file, sizeBytes };
  });
