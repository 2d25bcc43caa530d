import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScaffoldPlan } from '../../../src/core/scaffold/scaffoldPlan.ts';
import { writeScaffold } from '../../../src/core/scaffold/writeScaffold.ts';
import { nodeFileSystem } from '../../../src/node/nodeFileSystem.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';

const planFor = (folder: string): ScaffoldPlan => ({
  functionName: 'hello',
  folder,
  configFile: `${folder}/s.yaml`,
  files: [
    { file: `${folder}/s.yaml`, text: configOf('hello') },
    { file: `${folder}/Dockerfile`, text: 'FROM new\n' },
    { file: `${folder}/src/server.js`, text: '// new\n' },
  ],
});

function configOf(functionName: string): string {
  const props = `{ region: cn-hangzhou, functionName: ${functionName}, runtime: custom-container }`;
  return `resources:\n  f:\n    component: fc3\n    props: ${props}\n`;
}

const plan = planFor('/ws/hello');
const written = Object.fromEntries(plan.files.map(({ file, text }) => [file, text]));
const always = () => Promise.resolve(true);
const never = () => Promise.resolve(false);

describe('the files of a new function', () => {
  it('are written to a folder that does not exist yet, without a question', async () => {
    const files = new MemoryFileSystem();
    const result = await writeScaffold(plan, files, { mayReplace: () => Promise.reject(new Error('asked')) });
    expect(files.files).toEqual(written);
    expect(result).toEqual({ written: Object.keys(written), kept: [], unchanged: [] });
  });

  it('join what is in a folder already', async () => {
    const files = new MemoryFileSystem({ '/ws/hello/notes.txt': 'mine' });
    await writeScaffold(plan, files, { mayReplace: never });
    expect(files.files).toEqual({ ...written, '/ws/hello/notes.txt': 'mine' });
  });

  it('replace another file only when somebody agrees, and nobody is asked about the same content', async () => {
    const files = new MemoryFileSystem({
      '/ws/hello/s.yaml': configOf('hello'),
      '/ws/hello/Dockerfile': 'FROM mine\n',
      '/ws/hello/src/server.js': '// mine\n',
    });
    const asked: string[] = [];
    const mayReplace = (file: string) => Promise.resolve(asked.push(file) === 1);
    expect(await writeScaffold(plan, files, { mayReplace })).toEqual({
      written: ['/ws/hello/Dockerfile'],
      kept: ['/ws/hello/src/server.js'],
      unchanged: ['/ws/hello/s.yaml'],
    });
    expect(asked).toEqual(['/ws/hello/Dockerfile', '/ws/hello/src/server.js']);
    expect(files.files).toMatchObject({ '/ws/hello/Dockerfile': 'FROM new\n', '/ws/hello/src/server.js': '// mine\n' });
  });
});

describe('a folder that belongs to another function', () => {
  it.each([
    ['s.yaml', configOf('other'), 'NameTaken', 'other'],
    ['s.yaml', 'resources: {}', 'FileExists', 's.yaml'],
    ['s.yml', configOf('other'), 'NameTaken', 's.yml'],
  ])('with its %s is left alone', async (name, text, code, named) => {
    const files = new MemoryFileSystem({ [`/ws/hello/${name}`]: text });
    const before = files.files;
    const failure = writeScaffold(plan, files, { mayReplace: never });
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining(named) as string });
    expect(files.files).toEqual(before);
  });

  it('becomes this function’s when its s.yaml may be replaced', async () => {
    const files = new MemoryFileSystem({ '/ws/hello/s.yaml': configOf('other') });
    await writeScaffold(plan, files, { mayReplace: always });
    expect(files.files).toEqual(written);
  });

  it('keeps its s.yaml when that declares this very function', async () => {
    const mine = `# mine\n${configOf('hello')}`;
    const files = new MemoryFileSystem({ '/ws/hello/s.yaml': mine });
    await writeScaffold(plan, files, { mayReplace: never });
    expect(files.files).toMatchObject({ '/ws/hello/s.yaml': mine, '/ws/hello/Dockerfile': 'FROM new\n' });
  });
});

describe('when the files cannot be written', () => {
  it.each([
    ['EACCES', 'may write to'],
    ['ENOSPC', 'full'],
    ['EROFS', 'read-only'],
    ['EWEIRD', 'another folder'],
  ])('by %s, the folder is gone again and the hint helps', async (system, hint) => {
    const files = new FailingFiles({ '/ws/readme': 'here before' }, '/ws/hello/src/server.js', system);
    const failure = writeScaffold(plan, files, { mayReplace: never });
    await expect(failure).rejects.toMatchObject({
      code: 'FolderNotWritable',
      hint: expect.stringContaining(hint) as string,
      cause: { code: system },
    });
    expect(files.files).toEqual({ '/ws/readme': 'here before' });
    expect(await files.facts('/ws/hello')).toBeUndefined();
  });

  it('what was there before is there again', async () => {
    const before = { '/ws/hello/Dockerfile': 'FROM mine\n', '/ws/hello/notes.txt': 'mine' };
    const files = new FailingFiles(before, '/ws/hello/src/server.js', 'ENOSPC');
    await expect(writeScaffold(plan, files, { mayReplace: always })).rejects.toMatchObject({
      code: 'FolderNotWritable',
    });
    expect(files.files).toEqual(before);
  });

  it('cancelling takes everything back too', async () => {
    const files = new MemoryFileSystem({ '/ws/hello/src/server.js': '// mine\n' });
    const abort = new AbortController();
    const mayReplace = () => {
      abort.abort();
      return Promise.resolve(true);
    };
    const failure = writeScaffold(plan, files, { mayReplace, signal: abort.signal });
    await expect(failure).rejects.toMatchObject({ name: 'AbortError' });
    expect(files.files).toEqual({ '/ws/hello/src/server.js': '// mine\n' });
  });

  it('a question answered by cancelling is cancelling', async () => {
    const files = new MemoryFileSystem({ '/ws/hello/Dockerfile': 'FROM mine\n' });
    const cancelled = Object.assign(new Error('cancelled'), { name: 'AbortError' });
    const failure = writeScaffold(plan, files, { mayReplace: () => Promise.reject(cancelled) });
    await expect(failure).rejects.toBe(cancelled);
  });
});

describe('on a real disk', () => {
  const inTemporaryFolder = async (test: (folder: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'fc-scaffold-'));
    await test(folder).finally(() => rm(folder, { recursive: true }));
  };

  it('a file where the folder should be is told apart, and nothing changes', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'hello'), 'a file');
      const failure = writeScaffold(planFor(join(folder, 'hello')), nodeFileSystem, { mayReplace: always });
      await expect(failure).rejects.toMatchObject({ code: 'FolderNotWritable' });
      expect(await readdir(folder)).toEqual(['hello']);
    }));

  it('a link is replaced itself, and what it points to stays as it is', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'precious'), 'mine');
      await mkdir(join(folder, 'hello'));
      await symlink(join(folder, 'precious'), join(folder, 'hello/Dockerfile'));
      await symlink(join(folder, 'nowhere'), join(folder, 'hello/s.yaml'));
      const asked: string[] = [];
      const mayReplace = (file: string) => Promise.resolve(asked.push(basename(file)) > 0);
      await writeScaffold(planFor(join(folder, 'hello')), nodeFileSystem, { mayReplace });
      expect(asked).toEqual(['s.yaml', 'Dockerfile']);
      expect(await nodeFileSystem.readText(join(folder, 'precious'))).toBe('mine');
      expect(await nodeFileSystem.facts(join(folder, 'nowhere'))).toBeUndefined();
      expect(await nodeFileSystem.facts(join(folder, 'hello/Dockerfile'))).toMatchObject({ kind: 'file' });
    }));

  it('a folder where a file should be as well', () =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'hello/Dockerfile'), { recursive: true });
      const failure = writeScaffold(planFor(join(folder, 'hello')), nodeFileSystem, { mayReplace: always });
      await expect(failure).rejects.toMatchObject({ code: 'FolderNotWritable' });
      expect(await readdir(join(folder, 'hello'))).toEqual(['Dockerfile']);
    }));

  it('a folder without write permission as well', () =>
    inTemporaryFolder(async (folder) => {
      await chmod(folder, 0o555);
      await withoutPrivileges(async () => {
        const failure = writeScaffold(planFor(join(folder, 'hello')), nodeFileSystem, { mayReplace: always });
        await expect(failure).rejects.toMatchObject({ code: 'FolderNotWritable' });
      });
      expect(await readdir(folder)).toEqual([]);
      await chmod(folder, 0o755);
    }));
});

/** Permissions do not hold root back: it acts as nobody meanwhile. */
async function withoutPrivileges(test: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return test();
  process.seteuid?.(65534);
  try {
    await test();
  } finally {
    process.seteuid?.(0);
  }
}

/** A disk on which writing one file fails, half of it written. */
class FailingFiles extends MemoryFileSystem {
  readonly #path: string;
  readonly #code: string;

  constructor(files: Readonly<Record<string, string>>, path: string, code: string) {
    super(files);
    this.#path = path;
    this.#code = code;
  }

  override async writeText(path: string, text: string, mode?: number): Promise<void> {
    if (path !== this.#path) return super.writeText(path, text, mode);
    await super.writeText(path, text.slice(0, 3));
    throw Object.assign(new Error(`${this.#code}: ${path}`), { code: this.#code });
  }
}
