// @ts-check
// npm run package
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
import { run } from './shared/run.mjs';
import { inRepository, isMain, repositoryRoot } from './shared/repository.mjs';
import { say } from './shared/say.mjs';

/**
 * Makes the .vsix that a person would install, from a production build.
 * @param {{ tests?: boolean }} [choices] `tests`: also bundle the tests that run beside it
 * @returns {Promise<{ vsix: string, sizeBytes: number, files: string[] }>}
 */
export async function packageVsix({ tests = false } = {}) {
  await build({ production: true, tests });
  const started = performance.now();
  const vsix = inRepository('out', 'fc-containers.vsix');
  await mkdir(path.dirname(vsix), { recursive: true });
  // Everything the extension needs is in its bundles: no node_modules go in.
  await vsce(
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  );
  const files = (await vsce('ls', '--no-dependencies')).trim().split('\n').sort();
  const { size: sizeBytes } = await stat(vsix);
  const kilobytes = Math.ceil(sizeBytes / 1000);
  say('package', `out/fc-containers.vsix, ${kilobytes} kB, ${files.length} files`, performance.now() - started);
  return { vsix, sizeBytes, files };
}

/**
 * A process of its own: vsce prints a page of its own making, which only matters when it fails.
 * @param {string[]} args
 */
const vsce = (...args) =>
  run(process.execPath, [inRepository('node_modules/@vscode/vsce/vsce'), ...args], {
    cwd: repositoryRoot,
    quietErrors: args[0] === 'ls',
  });

if (isMain(import.meta)) {
  const { files } = await packageVsix();
  for (const file of files) console.log(`          ${file}`);
}
