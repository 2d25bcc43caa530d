// @ts-check
import { copyFile, cp, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { build } from '../../scripts/build.mjs';
import { dockerodeBeside } from '../../scripts/build/dockerodePlugin.mjs';
import { packageVsix } from '../../scripts/package.mjs';
import { inRepository } from '../../scripts/shared/repository.mjs';
import { EmulatorOfOne, loadProduct } from './emulator.mjs';
import { makeFunctionFolder } from './functionFolder.mjs';
import { loadBy } from './wrk.mjs';

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
  const { engine, bases, workbench, wrk } = setup;
  const baseImage = bases.node?.available ? bases.node.image : '';
  const dockerHost = engine.available ? engine.dockerHost : '';
  const emulatorOptions = async () => ({ bundles: await bundlesIn(scratch), dockerHost, baseImage });
  const logFolder = () => mkdtemp(path.join(scratch, 'log-'));
  /** @type {(() => PromiseLike<void>)[]} */
  const closings = [];
  /** @type {Omit<Bench, 'cli' | 'workbench'>} */
  const bench = {
    baseImage,
    scratch,
    openFunction: async (choices) => {
      const folder = await makeFunctionFolder(path.join(scratch, 'functions'), choices);
      const emulator = await EmulatorOfOne.open(folder, { ...(await emulatorOptions()), ...choices });
      closings.unshift(() => emulator.close());
      return emulator;
    },
    openEditorLog: async () => {
      const log = loadProduct(await bundlesIn(scratch)).openEditorLog(await logFolder(), () => {});
      closings.push(() => log[Symbol.asyncDispose]());
      return log;
    },
    elsewhere: async ({ folder }) => ({ ...(await emulatorOptions()), folder, logFolder: await logFolder() }),
    load: loadBy(wrk.available ? wrk.file : ''),
    vsix: () => vsixIn(scratch),
  };
  try {
    return await action(/** @type {Bench} */ ({ ...bench, ...clis, workbench }));
  } finally {
    // emulators first, logs after them
    for (const close of closings) await close();
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
    await esbuild.build({
      entryPoints: [inRepository('test', 'bench', 'product.ts')],
      outfile: path.join(bundles, 'product.cjs'),
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      supported: { 'dynamic-import': false },
      plugins: [dockerodeBeside],
    });
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
