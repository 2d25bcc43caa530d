// @ts-check
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { alternate } from '../alternate.mjs';
import { addIgnoredFiles } from '../functionFolder.mjs';
import { row } from '../row.mjs';

/** @type {import('../row.mjs').Bound} */
const bound = { of: 'ratio', atMost: 1.1 };
const ignoredFiles = 20_000;

/**
 * A build after a change of one file, and the same build once more.
 * @type {import('../figure.mjs').Figure}
 */
export const build = {
  name: 'build',
  title: 'Build of the Node.js template',
  rounds: 8,
  needs: ['engine'],
  async measure(bench, rounds) {
    const small = await measureContext(bench, rounds, 0);
    return [...small, ...(await measureContext(bench, rounds, ignoredFiles))];
  },
};

/**
 * @param {import('../figure.mjs').Bench} bench
 * @param {number} rounds
 * @param {number} ignored how many files `.dockerignore` keeps out
 */
async function measureContext({ cli, buildKitCli, baseImage, openFunction }, rounds, ignored) {
  const what = ignored > 0 ? `${ignored.toLocaleString('en')} ignored files` : 'the template';
  const emulator = await openFunction({ purpose: ignored > 0 ? 'large' : 'small' });
  const { folder } = emulator;
  if (ignored > 0) await addIgnoredFiles(folder, ignored);
  const { image } = emulator.spec.container;
  const byCli = { folder, baseImage, image: image.replace(/:v1$/, ':cli') };
  const byBuildKit = { folder, baseImage, image: image.replace(/:v1$/, ':buildkit'), buildKit: true };

  let changes = 0;
  const builds = (/** @type {string} */ ref, /** @type {() => Promise<unknown>} */ buildOnce) => {
    let before = false;
    return async () => {
      // an image that loses its name could not be found again
      if (before) await cli.run(['image', 'tag', ref, `${ref}-before`]);
      // the engine must not have seen this file yet, whoever builds it
      await appendFile(path.join(folder, 'server.js'), `// change ${(changes += 1)} of ${ref}\n`);
      const changed = await timed(buildOnce);
      const unchanged = await timed(buildOnce);
      if (before) await cli.run(['image', 'rm', `${ref}-before`]);
      before = true;
      return { changed, unchanged };
    };
  };
  const contenders = {
    ours: builds(image, () => emulator.build()),
    classic: builds(byCli.image, () => cli.build(byCli)),
    ...(buildKitCli && { buildKit: builds(byBuildKit.image, () => buildKitCli.build(byBuildKit)) }),
  };
  const values = await alternate(contenders, rounds);

  const rows = (/** @type {'classic' | 'buildKit'} */ reference, /** @type {string} */ against) =>
    /** @type {const} */ (['changed', 'unchanged']).map((metric) =>
      row({
        figure: 'build',
        title: `${metric === 'changed' ? 'build after a change' : 'build without a change'}, ${what}`,
        unit: 'ms',
        against,
        values: values.ours[metric],
        referenceValues: values[reference]?.[metric] ?? [],
        ...(reference === 'classic' ? { bound } : {}),
      }),
    );
  return [
    ...rows('classic', 'docker build, classic builder'),
    ...(buildKitCli ? rows('buildKit', 'docker build, BuildKit') : []),
  ];
}

/** @param {() => Promise<unknown>} action */
async function timed(action) {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}
