// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { withTemporaryFolder } from '../../shared/temporaryFolder.mjs';

/**
 * @typedef {object} ImageDescription
 * @property {string} tag
 * @property {'amd64' | 'arm64'} architecture
 * @property {string[]} cmd
 * @property {string[]} [env]
 * @property {Record<string, string>} labels
 */

const created = '2024-01-01T00:00:00Z';
const mtime = new Date(created);
const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Since Debian 12 packages come in both layouts; in the image there is one. */
const mergedFolders = ['bin', 'sbin', 'lib', 'lib64'];

/**
 * Writes an image of one layer in the form of `docker load` to a stream. The same files give the same bytes, and so the
 * same image id: order, times and owners are fixed, modes are reduced to "executable or not".
 * @param {string} rootfs folder
 * @param {ImageDescription} description
 * @param {(archive: NodeJS.ReadableStream) => Promise<void>} use consumes the archive
 */
export async function withImageArchive(rootfs, { tag, architecture, cmd, env = [], labels }, use) {
  await withTemporaryFolder('image', async (scratch) => {
    const layer = path.join(scratch, 'layer.tar');
    const config = JSON.stringify({
      architecture,
      os: 'linux',
      created,
      config: { Env: [searchPath, ...env], Cmd: cmd, Labels: labels },
      rootfs: { type: 'layers', diff_ids: [`sha256:${await writeLayer(rootfs, layer)}`] },
      history: [{ created, created_by: 'fc-containers: scripts/setup/baseImages.mjs' }],
    });
    const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
    const archive = pack();
    const written = use(Readable.from(archive));
    archive.entry({ name: configName, mtime }, config);
    archive.entry(
      { name: 'manifest.json', mtime },
      JSON.stringify([{ Config: configName, RepoTags: [tag], Layers: ['layer.tar'] }]),
    );
    const { size } = await stat(layer);
    await Promise.all([
      written,
      addFile(archive, { name: 'layer.tar', mtime, size }, layer).then(() => archive.finalize()),
    ]);
  });
}

/**
 * @param {string} rootfs
 * @param {string} file
 * @returns {Promise<string>} the digest of the layer
 */
async function writeLayer(rootfs, file) {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const archive = pack();
  await Promise.all([pipeline(archive, hashing, createWriteStream(file)), addTree(archive, rootfs)]);
  return hash.digest('hex');
}

/**
 * @param {import('tar-stream').Pack} archive
 * @param {string} rootfs
 */
async function addTree(archive, rootfs) {
  // Sorted: where /bin and /usr/bin hold the same name, a package's own file wins over busybox's link.
  const names = (await readdir(rootfs, { recursive: true })).sort();
  const entries = new Map(names.map((name) => [merged(name), name]));
  for (const folder of mergedFolders) {
    archive.entry({ name: folder, type: 'symlink', linkname: `usr/${folder}`, mtime });
  }
  for (const [name, source] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = path.join(rootfs, source);
    const stats = await lstat(file);
    const owner = name.startsWith('home/node') ? { uid: 1000, gid: 1000 } : { uid: 0, gid: 0 };
    if (stats.isSymbolicLink()) {
      archive.entry({ name, type: 'symlink', linkname: await readlink(file), mtime, ...owner });
    } else if (stats.isDirectory()) {
      archive.entry({ name, type: 'directory', mode: /^(var\/)?tmp$/.test(name) ? 0o1777 : 0o755, mtime, ...owner });
    } else {
      const mode = stats.mode & 0o111 ? 0o755 : 0o644;
      await addFile(archive, { name, mode, size: stats.size, mtime, ...owner }, file);
    }
  }
  archive.finalize();
}

/** @param {string} name */
const merged = (name) => (mergedFolders.includes(name.split('/')[0]) ? `usr/${name}` : name);

/**
 * @param {import('tar-stream').Pack} archive
 * @param {Parameters<import('tar-stream').Pack['entry']>[0]} header
 * @param {string} file
 */
async function addFile(archive, header, file) {
  await pipeline(createReadStream(file), archive.entry(header));
}
