import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SavedLogFiles, type SavedLogOptions } from '../../../src/node/savedLogFiles.ts';

let folder: string;
let errors: unknown[];
let logs: SavedLogFiles[];

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'fc-saved-')), 'log');
  errors = [];
  logs = [];
});
afterEach(async () => {
  for (const log of logs) await log[Symbol.asyncDispose]();
  await rm(join(folder, '..'), { recursive: true });
});

function open(options: Partial<SavedLogOptions> = {}): SavedLogFiles {
  const note = (text: string): string => `note: ${text}`;
  const log = new SavedLogFiles({ folder, note, onError: (error) => errors.push(error), ...options });
  logs.push(log);
  return log;
}

async function linesOf(log: SavedLogFiles): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const some of log.read()) lines.push(...some);
  return lines;
}

/** What is on the disk, whatever the log itself says. */
async function files(): Promise<readonly string[]> {
  return (await readdir(folder)).sort();
}

function numbered(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => `line ${from + index}`);
}

describe('The saved log', () => {
  it('makes no file before there is a line', async () => {
    const log = open();
    expect(await linesOf(log)).toEqual([]);
    await log[Symbol.asyncDispose]();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('gives back every line in its order, also the one written just now', async () => {
    const log = open();
    const lines = [...numbered(20_000), 'ein Gruß, 一, 👋', '', 'x'.repeat(300_000), 'the last'];
    for (const line of lines) log.append(line);
    expect(await linesOf(log)).toEqual(lines);
    log.append('one more');
    expect((await linesOf(log)).at(-1)).toBe('one more');
  });

  it('brings a single line to the disk without being asked', async () => {
    open().append('alone');
    await vi.waitFor(async () =>
      expect(await readFile(join(folder, 'function-compute.1.fclog'), 'utf8')).toBe('alone\n'),
    );
  });

  it('has all on the disk when it is ended', async () => {
    const log = open();
    for (const line of numbered(5_000)) log.append(line);
    await log[Symbol.asyncDispose]();
    const text = await readFile(join(folder, 'function-compute.1.fclog'), 'utf8');
    expect(text).toBe(`${numbered(5_000).join('\n')}\n`);
  });

  it('goes on after a reload, also behind a line that was cut off', async () => {
    const first = open();
    first.append('before');
    await first[Symbol.asyncDispose]();
    await writeFile(join(folder, 'function-compute.1.fclog'), 'half a li', { flag: 'a' });
    const second = open();
    second.append('after');
    expect(await linesOf(second)).toEqual(['before', 'half a li', 'after']);
  });

  it('keeps the newest two files, and says first that older lines are gone', async () => {
    const log = open({ maxPartBytes: 100 });
    for (const part of [1, 2, 3, 4]) {
      for (const line of numbered(20, part * 100)) log.append(line);
      await log.flush();
    }
    expect(await files()).toEqual(['function-compute.3.fclog', 'function-compute.4.fclog']);
    const [first, ...rest] = await linesOf(log);
    expect(first).toBe('note: Older lines are gone: the saved log keeps what fits into two files.');
    expect(rest).toEqual([...numbered(20, 300), ...numbered(20, 400)]);
  });

  it('says nothing of older lines while it has them all', async () => {
    const log = open({ maxPartBytes: 100 });
    for (const part of [1, 2]) {
      for (const line of numbered(20, part * 100)) log.append(line);
      await log.flush();
    }
    expect(await linesOf(log)).toEqual([...numbered(20, 100), ...numbered(20, 200)]);
  });

  it('says how many lines came faster than the disk took them, where they are missing', async () => {
    const log = open({ maxWaitingBytes: 1_000 });
    for (const line of numbered(500)) log.append(line);
    await log.flush();
    log.append('after the flood');
    const lines = await linesOf(log);
    const [note] = lines.filter((line) => line.startsWith('note:'));
    const kept = lines.indexOf(note ?? '');
    expect(note).toBe(`note: ${500 - kept} lines are missing here: the disk did not take them.`);
    expect(lines).toEqual([...numbered(kept), note, 'after the flood']);
    expect(kept).toBeGreaterThan(50);
  });

  it('says it also at the end, when no line comes after', async () => {
    const log = open({ maxWaitingBytes: 1_000 });
    for (const line of numbered(500)) log.append(line);
    expect((await linesOf(log)).at(-1)).toMatch(/^note: \d+ lines are missing here/);
    await log[Symbol.asyncDispose]();
    const text = await readFile(join(folder, 'function-compute.1.fclog'), 'utf8');
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^note: \d+ lines are missing here/);
  });

  it('goes on when a disk that refused takes lines again, and tells the error once', async () => {
    await writeFile(folder, 'no folder');
    const log = open();
    for (const line of ['lost', 'lost too']) {
      log.append(line);
      await log.flush();
    }
    await rm(folder);
    log.append('kept');
    expect(await linesOf(log)).toEqual(['note: 2 lines are missing here: the disk did not take them.', 'kept']);
    expect(errors).toMatchObject([{ code: 'EEXIST' }]);
  });

  it('is read as it was when reading began, while more comes', async () => {
    const log = open();
    const long = numbered(30_000).map((line) => line.padEnd(100));
    for (const line of long) log.append(line);
    const read: string[] = [];
    for await (const lines of log.read()) {
      read.push(...lines);
      log.append('meanwhile');
      await log.flush();
    }
    expect(read).toEqual(long);
  });

  it('is saved whole or not at all', async () => {
    const log = open();
    const target = join(folder, '..', 'saved.log');
    await writeFile(target, 'of yesterday');
    const broken = async function* (): AsyncGenerator<readonly string[]> {
      yield await Promise.resolve(['one']);
      throw new Error('no more');
    };
    await expect(log.writeTo(target, broken())).rejects.toThrow('no more');
    expect(await readFile(target, 'utf8')).toBe('of yesterday');
    for (const line of numbered(3)) log.append(line);
    await log.writeTo(target, log.read());
    expect(await readFile(target, 'utf8')).toBe('line 0\nline 1\nline 2\n');
    expect((await readdir(join(folder, '..'))).sort()).toEqual(['log', 'saved.log']);
  });
});
