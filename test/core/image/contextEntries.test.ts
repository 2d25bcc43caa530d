import { describe, expect, it } from 'vitest';
import { contextEntries } from '../../../src/core/image/contextEntries.ts';
import type { DirectoryEntry, FileFacts } from '../../../src/core/ports/fileSystem.ts';
import { MemoryFileSystem, type MemoryContent } from '../../support/memoryFileSystem.ts';

/** Remembers which folders somebody looked into. */
class WatchedFileSystem extends MemoryFileSystem {
  readonly listed: string[] = [];

  override async list(path: string): Promise<readonly DirectoryEntry[]> {
    this.listed.push(path);
    return super.list(path);
  }
}

async function namesOf(files: MemoryFileSystem, dockerfile = '/shop/Dockerfile'): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of contextEntries('/shop', dockerfile, files)) names.push(name);
  return names;
}

function shop(files: Readonly<Record<string, MemoryContent>>): WatchedFileSystem {
  return new WatchedFileSystem({ '/shop/Dockerfile': 'FROM a', ...files });
}

describe('A build context', () => {
  it('holds folders before what is in them, and links as links', async () => {
    const files = shop({ '/shop/app/main.py': '', '/shop/link': { linkTo: '../outside' }, '/outside': 'secret' });
    expect(await namesOf(files)).toEqual(['Dockerfile', 'app', 'app/main.py', 'link']);
  });

  it('leaves out what .dockerignore says, but never the Dockerfile and the ignore file themselves', async () => {
    const files = shop({ '/shop/.dockerignore': '*\n!app', '/shop/app/a.js': '', '/shop/secret.env': '' });
    expect(await namesOf(files)).toEqual(['.dockerignore', 'Dockerfile', 'app', 'app/a.js']);
  });

  it('takes the ignore file named after the Dockerfile before the general one', async () => {
    const files = shop({
      '/shop/Dockerfile.dockerignore': 'a.txt',
      '/shop/.dockerignore': 'b.txt',
      '/shop/a.txt': '',
      '/shop/b.txt': '',
    });
    expect(await namesOf(files)).toEqual(['.dockerignore', 'Dockerfile', 'Dockerfile.dockerignore', 'b.txt']);
  });

  it('finds a Dockerfile inside an ignored folder, and nothing else there', async () => {
    const files = shop({ '/shop/.dockerignore': 'deploy', '/shop/deploy/Dockerfile': '', '/shop/deploy/key.pem': '' });
    expect(await namesOf(files, '/shop/deploy/Dockerfile')).toEqual([
      '.dockerignore',
      'Dockerfile',
      'deploy/Dockerfile',
    ]);
  });

  it.each([
    ['node_modules', ['/shop', '/shop/app']],
    ['node_modules\n!README.md', ['/shop', '/shop/app']],
    ['node_modules\n!node_modules/a/b.js', ['/shop', '/shop/app', '/shop/node_modules', '/shop/node_modules/a']],
  ])('with %j looks into %j only', async (ignored, listed) => {
    const files = shop({
      '/shop/.dockerignore': ignored,
      '/shop/app/a.js': '',
      '/shop/node_modules/a/b.js': '',
      '/shop/node_modules/c/d.js': '',
    });
    const names = await namesOf(files);
    expect(files.listed).toEqual(listed);
    expect(names.includes('node_modules/a/b.js')).toBe(ignored.includes('!node_modules'));
    expect(names).not.toContain('node_modules/c/d.js');
  });

  it('passes over what is gone by the time it is looked at, and over sockets', async () => {
    class Changing extends MemoryFileSystem {
      override async facts(path: string): Promise<FileFacts | undefined> {
        const facts = await super.facts(path);
        if (path === '/shop/gone') return undefined;
        return path === '/shop/socket' && facts ? { ...facts, kind: 'other' } : facts;
      }
    }
    const files = new Changing({ '/shop/Dockerfile': '', '/shop/gone': '', '/shop/socket': '' });
    expect(await namesOf(files)).toEqual(['Dockerfile']);
  });

  it('ends when it is cancelled', async () => {
    const cancel = new AbortController();
    const entries = contextEntries('/shop', '/shop/Dockerfile', shop({ '/shop/a': '', '/shop/b': '' }), cancel.signal);
    await entries.next();
    cancel.abort();
    await expect(entries.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
