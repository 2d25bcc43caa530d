// @ts-check
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../shared/run.mjs';
import { withTemporaryFolder } from '../shared/temporaryFolder.mjs';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Runs npm. No package script ever runs: what needs compiling is compiled by a named step, so npm's gate for scripts
 * and whatever an update of a dependency might try make no difference.
 * @param {string[]} args
 * @param {string} cwd
 */
export const npm = (args, cwd) => run('npm', [...args, ...quiet], { cwd });

/**
 * Downloads one package, without its dependencies, and returns the path of its archive.
 * @param {string} spec such as `npm@10.9.4`
 * @param {string} folder
 */
export async function downloadNpmPackage(spec, folder) {
  await mkdir(folder, { recursive: true });
  const printed = await run('npm', ['pack', spec, '--silent', ...quiet], { cwd: folder, quietErrors: true });
  return path.join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/**
 * Unpacks one package, without its dependencies, into a folder that must not exist yet.
 * @param {string} spec
 * @param {string} folder
 * @param {string[]} [only] files of the package; all when left out
 */
export async function unpackNpmPackage(spec, folder, only = []) {
  await withTemporaryFolder('npm', async (scratch) => {
    const archive = await downloadNpmPackage(spec, scratch);
    await mkdir(folder, { recursive: true });
    await extractArchive(archive, folder, only);
  });
}

/**
 * Unpacks an npm archive; its single top folder is dropped.
 * @param {string} archive
 * @param {string} folder
 * @param {string[]} [only]
 */
export const extractArchive = (archive, folder, only = []) =>
  run('tar', ['xzf', archive, '-C', folder, '--strip-components=1', ...only.map((file) => `package/${file}`)]);
