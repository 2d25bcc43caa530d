import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { fileSystemContract } from './fileSystemContract.ts';

describe('The file system in memory', () => {
  fileSystemContract(() => {
    const files = new MemoryFileSystem();
    return {
      files,
      root: '/workspace',
      link: (path, target) => files.put(path, { linkTo: target }),
      makeFolder: (path) => files.makeFolder(path),
    };
  });

  it('fails where a test wants it to, and everywhere below', async () => {
    const files = new MemoryFileSystem({ '/w/a/s.yaml': 'a', '/w/b/s.yaml': 'b' });
    files.failOn('/w/a', 'EACCES');
    await expect(files.writeText('/w/a/new', '')).rejects.toMatchObject({ code: 'EACCES' });
    expect(await files.readText('/w/b/s.yaml')).toBe('b');
    expect(await files.find('/w', ['s.yaml'])).toEqual(['/w/b/s.yaml']);
  });
});
