import { expect, it } from 'vitest';
import type { FileSystem } from '../../../src/core/ports/fileSystem.ts';

export interface FileSystemUnderTest {
  readonly files: FileSystem;
  /** An empty folder, as an absolute path. */
  readonly root: string;
  /** Makes a link the way a person does, beside the port. */
  readonly link: (path: string, target: string) => void | Promise<void>;
  readonly makeFolder: (path: string) => void | Promise<void>;
}

/** What every file system of ours does, the one of this machine and the one in memory. */
export function fileSystemContract(make: () => FileSystemUnderTest): void {
  it('answers nothing for what is not there', async () => {
    const { files, root } = make();
    expect(await files.readText(`${root}/none`)).toBeUndefined();
    expect(await files.facts(`${root}/none`)).toBeUndefined();
    expect(await files.list(`${root}/none`)).toEqual([]);
    expect(await files.find(`${root}/none`, ['a'])).toEqual([]);
    await files.remove(`${root}/none`);
    await expect(text(files.readStream(`${root}/none`))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('reads what was written, and makes the folders on the way', async () => {
    const { files, root } = make();
    await files.writeText(`${root}/a/b/c.txt`, 'hello 你好');
    expect(await files.readText(`${root}/a/b/c.txt`)).toBe('hello 你好');
    expect(await text(files.readStream(`${root}/a/b/c.txt`))).toBe('hello 你好');
    expect(await files.facts(`${root}/a/b`)).toMatchObject({ kind: 'folder', size: 0 });
    expect(await files.facts(`${root}/a/b/c.txt`)).toMatchObject({ kind: 'file', size: 12 });
  });

  it('writes with the mode it was given, and keeps it when the text changes', async () => {
    const { files, root } = make();
    await files.writeText(`${root}/run.sh`, 'one', 0o777);
    await files.writeText(`${root}/run.sh`, 'two');
    if (process.platform !== 'win32') expect((await files.facts(`${root}/run.sh`))?.mode).toBe(0o777);
    expect(await files.readText(`${root}/run.sh`)).toBe('two');
  });

  it('lists a folder by name and takes a link for a link', async () => {
    const { files, root, link, makeFolder } = make();
    await files.writeText(`${root}/b.txt`, '');
    await makeFolder(`${root}/a`);
    await link(`${root}/c`, 'b.txt');
    expect(await files.list(root)).toEqual([
      { name: 'a', kind: 'folder' },
      { name: 'b.txt', kind: 'file' },
      { name: 'c', kind: 'link' },
    ]);
    expect(await files.facts(`${root}/c`)).toMatchObject({ kind: 'link', linkTarget: 'b.txt' });
    expect(await files.readText(`${root}/c`)).toBe('');
  });

  it('removes a file, and a folder with all that is in it', async () => {
    const { files, root } = make();
    await files.writeText(`${root}/a/b.txt`, '');
    await files.writeText(`${root}/ab.txt`, '');
    await files.remove(`${root}/a`);
    expect(await files.list(root)).toEqual([{ name: 'ab.txt', kind: 'file' }]);
  });

  it('finds files by name, but not in folders of tools, hidden folders, or behind links', async () => {
    const { files, root, link, makeFolder } = make();
    for (const folder of ['', '/z', '/a/deep', '/node_modules/x', '/.git', '/dist', '/out', '/.vscode-test/x']) {
      await files.writeText(`${root}${folder}/s.yaml`, '');
    }
    await files.writeText(`${root}/a/s.yml`, '');
    await makeFolder(`${root}/b/s.yaml`);
    await link(`${root}/linked`, 'z');
    await link(`${root}/a/deep/s.yml`, '../../s.yaml');
    const expected = ['a/deep/s.yaml', 'a/s.yml', 's.yaml', 'z/s.yaml'].map((path) => `${root}/${path}`);
    expect(await files.find(root, ['s.yaml', 's.yml'])).toEqual(expected);
  });

  it('stops looking when it is cancelled', async () => {
    const { files, root } = make();
    const finding = files.find(root, ['s.yaml'], AbortSignal.abort());
    await expect(finding).rejects.toMatchObject({ name: 'AbortError' });
  });
}

async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
