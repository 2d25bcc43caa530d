// @ts-check
// npm run package
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
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
  const vsce = await import('@vscode/vsce');
  const vsix = inRepository('out', 'fc-containers.vsix');
  await mkdir(path.dirname(vsix), { recursive: true });
  // Everything the extension needs is in its bundles: no node_modules go in.
  await vsce.createVSIX({ cwd: repositoryRoot, packagePath: vsix, dependencies: false });
  const files = await vsce.listFiles({ cwd: repositoryRoot, packageManager: vsce.PackageManager.None });
  const { size: sizeBytes } = await stat(vsix);
  const kilobytes = Math.ceil(sizeBytes / 1000);
  say('package', `out/fc-containers.vsix, ${kilobytes} kB, ${files.length} files`, performance.now() - started);
  return { vsix, sizeBytes, files };
}

if (isMain(import.meta)) {
  const { files } = await packageVsix();
  console.log(
    [...files]
      .sort()
      .map((file) => `            ${file}`)
      .join('\n'),
  );
}
