// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, run } from '../../shared/run.mjs';
import { canInstall, installPackages } from '../apt.mjs';

/**
 * The native modules that the server cannot do without: terminals, log files, and the watchdog that ends the extension
 * host together with the server. The others (kerberos, sqlite) are loaded on demand for things nobody does here.
 */
const needed = ['node-pty', '@vscode/spdlog', 'native-watchdog'];

/** What node-gyp needs, as command → Debian package. */
const compilers = { 'g++': 'g++', make: 'make', python3: 'python3' };

/** @param {(doing: string) => void} doing */
export async function ensureCompilers(doing) {
  const missing = Object.entries(compilers).flatMap(([command, name]) => (findOnPath(command) ? [] : [name]));
  if (missing.length === 0) return;
  if (!canInstall()) throw new Error(`${missing.join(', ')} needed to compile VS Code's native modules: install them`);
  doing(`installing ${missing.join(', ')} with apt`);
  await installPackages(missing);
}

/**
 * Compiles the server's native modules with npm's own node-gyp, called by path: no package script is run.
 * @param {string} vscode folder of the server
 * @param {import('./serverNode.mjs').ServerNode} node
 */
export async function buildNativeModules(vscode, node) {
  const gyp = nodeGyp();
  for (const name of needed) {
    const folder = path.join(vscode, 'node_modules', name);
    if (!existsSync(path.join(folder, 'binding.gyp'))) continue;
    const env = { ...process.env, PATH: `${path.dirname(node.executable)}${path.delimiter}${process.env.PATH}` };
    await run(node.executable, [gyp, 'rebuild', `--nodedir=${node.folder}`, '-j', 'max'], { cwd: folder, env });
    await keepResultOnly(path.join(folder, 'build'));
  }
}

function nodeGyp() {
  const npm = findOnPath('npm');
  if (!npm) throw new Error('npm is not on PATH');
  const inside = path.resolve(path.dirname(realpathSync(npm)), '../node_modules/node-gyp/bin/node-gyp.js');
  // Beside the executable, for an npm that is started through a wrapper script.
  const beside = path.resolve(path.dirname(npm), '../lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js');
  const found = [inside, beside].find((file) => existsSync(file));
  if (!found) throw new Error(`the node-gyp inside npm was not found (${inside})`);
  return found;
}

/**
 * Objects and makefiles are ten times the size of the addon.
 * @param {string} build
 */
async function keepResultOnly(build) {
  const kept = `${build}.kept`;
  await mkdir(path.join(kept, 'Release'), { recursive: true });
  for (const file of await readdir(path.join(build, 'Release'))) {
    if (file.endsWith('.node') || file === 'spawn-helper') {
      await cp(path.join(build, 'Release', file), path.join(kept, 'Release', file));
    }
  }
  await rm(build, { recursive: true });
  await cp(kept, build, { recursive: true });
  await rm(kept, { recursive: true });
}
