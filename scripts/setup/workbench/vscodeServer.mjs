// @ts-check
import { chmod, cp, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { settle } from '../../shared/settle.mjs';
import { npm, unpackNpmPackage } from '../npmPackage.mjs';
import { buildNativeModules, ensureCompilers } from './nativeModules.mjs';
import { ensureServerNode, nodeVersion } from './serverNode.mjs';

const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}@1.18.0`;

/**
 * Puts VS Code's server into a folder: the `lib/vscode` part of the npm package code-server. The rest of that package
 * (its own login page and proxy) is not needed.
 * @param {string} version of code-server; its VS Code has the same number with a leading 1
 * @param {string} folder
 * @param {(doing: string) => void} doing
 */
export async function installServer(version, folder, doing) {
  const vscode = path.join(folder, 'vscode');
  const [nodeMajor] = await settle([unpackServer(version, folder, vscode, doing), ensureCompilers(doing)]);
  const node = await ensureServerNode(nodeMajor, path.join(folder, 'node'), doing);
  doing("dependencies of VS Code's server (npm ci)");
  // The package's shrinkwrap lacks a peer dependency. Plain `npm ci` refuses it, this honours it exactly.
  const clean = ['ci', '--legacy-peer-deps', '--omit=dev'];
  await npm(clean, vscode);
  await npm(clean, path.join(vscode, 'extensions'));
  doing('compiling its native modules');
  await buildNativeModules(vscode, node);
  await addRipgrep(vscode);
  await link(vscode);
  await removeWhatOnlyTheBuildNeeded(folder, vscode);
  const product = JSON.parse(await readFile(path.join(vscode, 'product.json'), 'utf8'));
  const ownNode = node.executable.startsWith(folder + path.sep);
  return {
    serverMain: path.relative(folder, path.join(vscode, 'out/server-main.js')),
    node: ownNode ? path.relative(folder, node.executable) : node.executable,
    versions: { vscode: product.version, commit: product.commit, node: await nodeVersion(node.executable) },
  };
}

/**
 * @param {string} version
 * @param {string} folder
 * @param {string} vscode
 * @param {(doing: string) => void} doing
 * @returns {Promise<number>} the major version of Node that it is made for
 */
async function unpackServer(version, folder, vscode, doing) {
  doing(`VS Code's server from the npm package code-server ${version}`);
  const whole = path.join(folder, 'code-server');
  await unpackNpmPackage(`code-server@${version}`, whole);
  const { engines } = JSON.parse(await readFile(path.join(whole, 'package.json'), 'utf8'));
  await rename(path.join(whole, 'lib/vscode'), vscode);
  await rm(whole, { recursive: true });
  return Number(/\d+/.exec(engines.node)?.[0]);
}

/**
 * findFiles, search and `workspaceContains:` need ripgrep. Its package would download it in a script, from elsewhere.
 * @param {string} vscode
 */
async function addRipgrep(vscode) {
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  const unpacked = path.join(vscode, 'ripgrep');
  await unpackNpmPackage(ripgrep, unpacked);
  await mkdir(bin, { recursive: true });
  const names = await readdir(unpacked, { recursive: true });
  const found = names.find((name) => path.basename(name) === 'rg');
  if (!found) throw new Error(`${ripgrep} holds no rg`);
  await cp(path.join(unpacked, found), path.join(bin, 'rg'));
  await chmod(path.join(bin, 'rg'), 0o755);
  await rm(unpacked, { recursive: true });
}

/**
 * What code-server's own installation script would have linked.
 * @param {string} vscode
 */
async function link(vscode) {
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  await symlink('node_modules', path.join(vscode, 'node_modules.asar'));
  await symlink(`code-${system}.sh`, path.join(vscode, 'bin/remote-cli/code-server'));
  await symlink(`browser-${system}.sh`, path.join(vscode, 'bin/helpers/browser.sh'));
  for (const name of [`remote-cli/code-${system}.sh`, `helpers/browser-${system}.sh`]) {
    await chmod(path.join(vscode, 'bin', name), 0o755);
  }
}

/**
 * Source maps alone are 150 MB.
 * @param {string} folder
 * @param {string} vscode
 */
async function removeWhatOnlyTheBuildNeeded(folder, vscode) {
  await rm(path.join(folder, 'node/include'), { recursive: true, force: true });
  const names = await readdir(vscode, { recursive: true });
  await Promise.all(names.filter((name) => name.endsWith('.map')).map((name) => rm(path.join(vscode, name))));
}
