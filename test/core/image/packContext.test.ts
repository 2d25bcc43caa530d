import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { packContext, type PackedContext } from '../../../src/core/image/packContext.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';

/** One entry of an unpacked archive in a line: `-rw 644 name: content`. */
async function unpack({ archive }: PackedContext): Promise<readonly string[]> {
  const entries = Readable.from(archive).pipe(extract());
  const lines: string[] = [];
  for await (const entry of entries) {
    const { name, type, mode, linkname, uid, gid } = entry.header;
    expect([uid, gid]).toEqual([0, 0]);
    const content = await text(entry);
    lines.push(`${type} ${mode.toString(8)} ${name}${linkname ? ` -> ${linkname}` : ''}${content && `: ${content}`}`);
  }
  return lines;
}

const dockerfile = '/shop/Dockerfile';

describe('A packed context', () => {
  it('keeps names, contents, permissions and links', async () => {
    const files = new MemoryFileSystem({ [dockerfile]: 'FROM a', '/shop/link': { linkTo: '../else where' } });
    files.put('/shop/bin/run.sh', '#!/bin/sh\n', 0o755);
    const longName = `${'数据'.repeat(60)}.txt`;
    files.put(`/shop/${longName}`, '你好', 0o600);
    const packed = packContext('/shop', dockerfile, files);
    expect(packed.dockerfile).toBe('Dockerfile');
    expect(await unpack(packed)).toEqual([
      'file 644 Dockerfile: FROM a',
      'directory 755 bin',
      'file 755 bin/run.sh: #!/bin/sh\n',
      'symlink 644 link -> ../else where',
      `file 600 ${longName}: 你好`,
    ]);
  });

  it('carries a Dockerfile from outside under a name of its own, with its own ignore file', async () => {
    const files = new MemoryFileSystem({
      '/docker/api.Dockerfile': 'FROM outside',
      '/docker/api.Dockerfile.dockerignore': 'secret',
      '/shop/secret': '',
      '/shop/main.py': 'run',
    });
    const packed = packContext('/shop', '/docker/api.Dockerfile', files);
    expect(packed.dockerfile).toBe('.dockerfile.outside-context');
    expect(await unpack(packed)).toEqual([
      'file 644 .dockerfile.outside-context: FROM outside',
      'file 644 main.py: run',
    ]);
  });

  it('takes a folder whose name begins with two dots for inside', () => {
    const files = new MemoryFileSystem({ '/shop/..deploy/Dockerfile': '' });
    expect(packContext('/shop', '/shop/..deploy/Dockerfile', files).dockerfile).toBe('..deploy/Dockerfile');
  });

  it('reads a file piece by piece, no faster than the pieces are taken', async () => {
    let read = 0;
    class Large extends MemoryFileSystem {
      override async *readStream(path: string): AsyncGenerator<Uint8Array> {
        if (path === dockerfile) yield* super.readStream(path);
        else for (; read < 100; read++) yield new Uint8Array(100_000);
      }
    }
    const files = new Large({ [dockerfile]: '', '/shop/large.bin': new Uint8Array(10_000_000) });
    const archive = packContext('/shop', dockerfile, files).archive[Symbol.asyncIterator]();
    for (let taken = 0; taken < 10; taken++) await archive.next();
    await new Promise((resolve) => setTimeout(resolve, 20)); // there is no event for "does not read on"
    expect(read).toBeLessThan(20);
    await archive.return?.();
  });

  it('opens nothing before somebody takes the first bytes', async () => {
    class Watched extends MemoryFileSystem {
      opened = 0;
      override readStream(path: string): AsyncGenerator<Uint8Array> {
        this.opened++;
        return super.readStream(path);
      }
    }
    const files = new Watched({ [dockerfile]: 'FROM a' });
    const packed = packContext('/shop', dockerfile, files);
    await new Promise(setImmediate);
    expect(files.opened).toBe(0);
    await buffer(packed.archive);
    expect(files.opened).toBe(1);
  });

  const changes: readonly (readonly [title: string, chunks: readonly string[]])[] = [
    ['grows', ['more', ' than it was']],
    ['shrinks', ['l']],
    ['is emptied', []],
  ];
  it.each(changes)('is refused when a file %s while it is read', async (_title, chunks) => {
    class Changing extends MemoryFileSystem {
      override async *readStream(path: string): AsyncGenerator<Uint8Array> {
        if (path !== '/shop/data.txt') yield* super.readStream(path);
        else for (const chunk of chunks) yield Promise.resolve(Buffer.from(chunk));
      }
    }
    const files = new Changing({ [dockerfile]: '', '/shop/data.txt': 'as it was', '/shop/later.txt': '' });
    await expect(buffer(packContext('/shop', dockerfile, files).archive)).rejects.toMatchObject({
      code: 'BuildFailed',
      message: '/shop/data.txt could not be read for the build.',
      hint: expect.stringContaining('.dockerignore') as string,
    });
  });

  it('is refused when a file vanishes before it is read', async () => {
    const files = new MemoryFileSystem({ [dockerfile]: '', '/shop/data.txt': 'x' });
    const read = files.readStream.bind(files);
    files.readStream = (path) => read(path === '/shop/data.txt' ? '/shop/elsewhere' : path);
    await expect(buffer(packContext('/shop', dockerfile, files).archive)).rejects.toMatchObject({
      code: 'BuildFailed',
      message: '/shop/data.txt could not be read for the build.',
      cause: { code: 'ENOENT' },
    });
  });

  it.each(['/shop/private', '/shop/.dockerignore', '/shop'])('is refused when %s may not be read', async (path) => {
    const files = new MemoryFileSystem({ [dockerfile]: '', '/shop/private/a': '', '/shop/.dockerignore': '' });
    files.failOn(path, 'EACCES');
    await expect(buffer(packContext('/shop', dockerfile, files).archive)).rejects.toMatchObject({
      code: 'BuildFailed',
      message: expect.stringMatching(/^\/shop.* could not be read for the build\.$/) as string,
      cause: { code: 'EACCES' },
    });
  });

  it('is refused with the words about a pattern that is none', async () => {
    const files = new MemoryFileSystem({ [dockerfile]: '', '/shop/.dockerignore': '[z-a]' });
    await expect(buffer(packContext('/shop', dockerfile, files).archive)).rejects.toMatchObject({
      message: expect.stringContaining('“[z-a]” in /shop/.dockerignore') as string,
    });
  });

  it('passes a cancellation on as one', async () => {
    const cancel = new AbortController();
    const files = new MemoryFileSystem({ [dockerfile]: '', '/shop/a': '' });
    cancel.abort();
    await expect(buffer(packContext('/shop', dockerfile, files, cancel.signal).archive)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('that is given up in the middle closes the file it was reading', async () => {
    let closed = false;
    class Endless extends MemoryFileSystem {
      override async *readStream(path: string): AsyncGenerator<Uint8Array> {
        try {
          if (path === dockerfile) yield* super.readStream(path);
          else for (;;) yield Promise.resolve(new Uint8Array(1000));
        } finally {
          closed = path === '/shop/endless';
        }
      }
    }
    const files = new Endless({ [dockerfile]: '', '/shop/endless': new Uint8Array(1_000_000) });
    for await (const chunk of packContext('/shop', dockerfile, files).archive) if (chunk.length === 1000) break;
    await expect.poll(() => closed).toBe(true);
  });
});
