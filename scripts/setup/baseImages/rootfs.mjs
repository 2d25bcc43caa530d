// @ts-check
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, run } from '../../shared/run.mjs';
import { withTemporaryFolder } from '../../shared/temporaryFolder.mjs';
import { downloadPackages } from '../apt.mjs';
import { downloadNpmPackage, extractArchive } from '../npmPackage.mjs';
import { inCache } from '../../shared/repository.mjs';

const users = [
  'root:x:0:0:root:/root:/bin/sh',
  'node:x:1000:1000:node:/home/node:/bin/sh',
  'nobody:x:65534:65534:nobody:/nonexistent:/bin/false',
];
const groups = ['root:x:0:', 'node:x:1000:', 'nogroup:x:65534:'];
const folders = [
  'bin',
  'etc/ssl/certs',
  'usr/bin',
  'usr/local/bin',
  'var/log',
  'var/tmp',
  'tmp',
  'root',
  'home/node',
  'run',
];
const mountPoints = ['proc', 'sys', 'dev'];
const onlyForPeople = [
  'doc',
  'man',
  'lintian',
  'locale',
  'info',
  'bash-completion',
  'applications',
  'pixmaps',
  'binfmts',
];
/** Where Debian, Red Hat, SUSE and macOS keep the certificate authorities that this machine trusts. */
const caBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** The file system of an image in the making: a temporary folder with the verbs that fill it. */
export class Rootfs {
  /**
   * Makes one with folders, users and certificates, lets the recipe fill it, hands it on, and removes it.
   * @template T
   * @param {(rootfs: Rootfs) => Promise<void>} fill
   * @param {(rootfs: Rootfs) => Promise<T>} use
   */
  static async make(fill, use) {
    return withTemporaryFolder('rootfs', async (folder) => {
      const rootfs = new Rootfs(folder);
      await rootfs.#addSkeleton();
      await fill(rootfs);
      return use(rootfs);
    });
  }

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** @param {string} name */
  at(name) {
    return path.join(this.folder, name);
  }

  async #addSkeleton() {
    for (const name of [...folders, ...mountPoints]) await mkdir(this.at(name), { recursive: true });
    await writeFile(this.at('etc/passwd'), `${users.join('\n')}\n`);
    await writeFile(this.at('etc/group'), `${groups.join('\n')}\n`);
    await writeFile(this.at('etc/nsswitch.conf'), 'hosts: files dns\n');
    const bundle = caBundles.find((file) => existsSync(file));
    if (bundle) await copyFile(bundle, this.at('etc/ssl/certs/ca-certificates.crt'));
  }

  /**
   * Unpacks Debian packages without installing them: no maintainer script runs, nothing else comes with them.
   * @param {string[]} names
   */
  async addDebs(names) {
    const cache = inCache('downloads', 'debs');
    await mkdir(cache, { recursive: true });
    const missing = (await readDebs(cache, names)).flatMap(({ name, file }) => (file ? [] : [name]));
    if (missing.length > 0) await downloadPackages(missing, cache);
    for (const { name, file } of await readDebs(cache, names)) {
      if (!file) throw new Error(`apt did not download ${name}`);
      await run('dpkg-deb', ['-x', path.join(cache, file), this.folder]);
    }
    for (const name of onlyForPeople) await rm(this.at(`usr/share/${name}`), { recursive: true, force: true });
  }

  /** The static busybox of Debian, with a link for each of its commands. Run after everything that brings its own. */
  async addBusybox() {
    await this.addDebs(['busybox-static']);
    const commands = (await run(this.at('bin/busybox'), ['--list'])).trim().split('\n');
    for (const command of commands) await this.link('busybox', `bin/${command}`);
  }

  /**
   * Unpacks an npm package, or some of its files. The archive stays in the cache.
   * @param {string} name
   * @param {string} version
   * @param {string} target
   * @param {string[]} [only]
   */
  async addNpmPackage(name, version, target, only) {
    const cached = inCache('downloads', `${name}-${version}.tgz`);
    const archive = existsSync(cached) ? cached : await downloadNpmPackage(`${name}@${version}`, inCache('downloads'));
    await mkdir(this.at(target), { recursive: true });
    await extractArchive(archive, this.at(target), only);
  }

  /**
   * A program of this machine together with the libraries that it is linked with, at the same places.
   * @param {string} file
   * @param {string} target
   */
  async addProgram(file, target) {
    await this.#copy(file, target);
    // "not a dynamic executable" is a fine answer: a static program needs nothing else.
    const printed = await run('ldd', [file]).catch(() => '');
    for (const [, library] of printed.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)) await this.#copy(library, library);
  }

  /**
   * A symbolic link, unless something is there already.
   * @param {string} to
   * @param {string} name
   */
  async link(to, name) {
    await mkdir(path.dirname(this.at(name)), { recursive: true });
    await symlink(to, this.at(name)).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }

  /**
   * @param {string} file
   * @param {string} target
   */
  async #copy(file, target) {
    await mkdir(path.dirname(this.at(target)), { recursive: true });
    await copyFile(await realpath(file), this.at(target));
  }
}

/** True when this machine has a busybox that is one file: the smallest shell there is. */
export const ownBusybox = () => findOnPath('busybox');

/**
 * The downloaded file of each package, when there is one.
 * @param {string} folder
 * @param {string[]} names
 */
async function readDebs(folder, names) {
  const files = await readdir(folder);
  return names.map((name) => ({
    name,
    file: files
      .filter((file) => file.startsWith(`${name}_`))
      .sort()
      .at(-1),
  }));
}
