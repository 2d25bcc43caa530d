// @ts-check
// npm run build [-- --production] [--tests] [--watch]
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bundles, distFolder, extensionTestsFolder } from './build/bundles.mjs';
import { isMain } from './shared/repository.mjs';
import { say } from './shared/say.mjs';

/**
 * Makes every bundle afresh and reports the size of each.
 * @param {import('./build/bundles.mjs').BuildChoices} [choices]
 */
export async function build(choices = {}) {
  const started = performance.now();
  const esbuild = await import('esbuild');
  await removeOutput(choices);
  const built = await Promise.all(bundles(choices).map((options) => esbuild.build(options)));
  const outputs = built.flatMap(({ metafile }) => Object.entries(metafile?.outputs ?? {}));
  const sizes = outputs
    .filter(([file]) => file.startsWith('dist/') && !file.endsWith('.map'))
    .map(([file, { bytes }]) => `${file.slice('dist/'.length)} ${Math.ceil(bytes / 1000)} kB`);
  say('build', sizes.join(', '), performance.now() - started);
}

/**
 * Builds again after every change, until it is interrupted.
 * @param {import('./build/bundles.mjs').BuildChoices} choices
 */
async function watch(choices) {
  const esbuild = await import('esbuild');
  await removeOutput(choices);
  const contexts = await Promise.all(
    bundles(choices).map((options) => esbuild.context({ ...options, logLevel: 'info' })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

/** @param {import('./build/bundles.mjs').BuildChoices} choices */
async function removeOutput({ tests }) {
  await rm(distFolder, { recursive: true, force: true });
  if (tests) await rm(extensionTestsFolder, { recursive: true, force: true });
}

if (isMain(import.meta)) {
  const { values } = parseArgs({
    options: { production: { type: 'boolean' }, tests: { type: 'boolean' }, watch: { type: 'boolean' } },
  });
  try {
    await (values.watch ? watch(values) : build(values));
  } catch (error) {
    // Of an error in the sources, esbuild has printed what is wrong and where.
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exitCode = 1;
  }
}
