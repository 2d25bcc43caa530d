import type * as FsPromises from 'node:fs/promises';
import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeFileSystem } from '../../../src/node/nodeFileSystem.ts';
import { fileSystemContract } from './fileSystemContract.ts';

describe("This machine's file system", () => {
  let root: string;
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'fc-files-')));
  });
  afterEach(async () => rm(root, { recursive: true }));

  fileSystemContract(() => ({
    files: nodeFileSystem,
    root,
    link: async (path, target) => symlink(target, path),
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
  }));

  it('says with the system’s own code what it may not read', async () => {
    await expect(nodeFileSystem.readText(root)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('finds everything else beside a folder it may not read', async () => {
    await nodeFileSystem.writeText(join(root, 'locked', 's.yaml'), '');
    await nodeFileSystem.writeText(join(root, 'open', 's.yaml'), '');
    vi.resetModules();
    vi.doMock('node:fs/promises', async (original) => ({
      ...(await original<typeof FsPromises>()),
      readdir: lockedReaddir,
    }));
    const { nodeFileSystem: watched } = await import('../../../src/node/nodeFileSystem.ts');
    vi.doUnmock('node:fs/promises');
    expect(await watched.find(root, ['s.yaml'])).toEqual([join(root, 'open', 's.yaml')]);
  });
});

/** Root may read every folder, so the refusal is played. */
async function lockedReaddir(path: string, options: { withFileTypes: true }): Promise<unknown> {
  const { readdir } = await vi.importActual<typeof FsPromises>('node:fs/promises');
  if (path.endsWith('locked')) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  return readdir(path, options);
}

it.runIf(process.platform === 'linux')('does not wait for ever where the system will not have a folder', async () => {
  await expect(nodeFileSystem.writeText('/proc/fc-containers/file', 'x')).rejects.toMatchObject({ code: 'ENOENT' });
});
