import { createReadStream, type Dirent, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EntryKind, FileSystem } from '../core/ports/fileSystem.ts';

const windows = process.platform === 'win32';

/** The files of this machine. */
export const nodeFileSystem: FileSystem = {
  readText: async (path) => unlessAbsent(readFile(path, 'utf8')),

  readStream: (path) => createReadStream(path),

  async facts(path) {
    const stats = await unlessAbsent(lstat(path));
    if (!stats) return undefined;
    const kind = kindOf(stats);
    return {
      kind,
      size: kind === 'folder' ? 0 : stats.size,
      mode: modeOf(stats),
      modifiedAt: stats.mtimeMs,
      ...(kind === 'link' && { linkTarget: await readlink(path) }),
    };
  },

  async list(path) {
    const entries = (await unlessAbsent(readdir(path, { withFileTypes: true }))) ?? [];
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })).sort(byName);
  },

  async writeText(path, text, mode) {
    await makeFolder(dirname(path));
    await writeFile(path, text);
    if (mode !== undefined && !windows) await chmod(path, mode); // writeFile's own mode is cut by the umask
  },

  remove: async (path) => rm(path, { recursive: true, force: true }),

  async find(folder, names, signal) {
    const found: string[] = [];
    const folders = [folder];
    for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
      signal?.throwIfAborted();
      for (const entry of await readableEntries(next)) {
        const path = join(next, entry.name);
        if (entry.isFile() && names.includes(entry.name)) found.push(path);
        else if (entry.isDirectory() && !isSkipped(entry.name)) folders.push(path);
      }
    }
    return found.sort();
  },
};

/**
 * Creates a folder and its missing parents. Node's own recursive mkdir never returns where the system will not have a
 * folder in an existing one and says ENOENT to it (seen below `/proc`).
 */
async function makeFolder(path: string): Promise<void> {
  if (await unlessAbsent(lstat(path))) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error; // somebody else was faster
  });
}

/** Folders of tools and build results: large, and never a function's own source. Hidden folders go the same way. */
const skippedFolders = new Set(['node_modules', 'dist', 'out']);

function isSkipped(name: string): boolean {
  return name.startsWith('.') || skippedFolders.has(name);
}

/** One folder that may not be read, or is gone by now, must not hide all the others. */
async function readableEntries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  }
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

/** Windows knows no permissions; the docker CLI makes everything it sends from there executable. */
function modeOf(stats: Stats): number {
  return windows ? 0o755 : stats.mode & 0o7777;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
