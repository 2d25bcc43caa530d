import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatLogText, parseLogText } from '../../../src/core/log/logText.ts';
import { SavedLog, savedLogNote, type LogFilter } from '../../../src/core/log/savedLog.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';
import { SavedLogFiles } from '../../../src/node/savedLogFiles.ts';

let folder: string;
let log: SavedLog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fc-saved-'));
  const onError = (error: unknown): void => expect.fail(String(error));
  log = new SavedLog(
    new SavedLogFiles({ folder: join(folder, 'log'), note: savedLogNote, onError, maxPartBytes: 2_000 }),
  );
});
afterEach(async () => {
  await log[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function line(text: string, parts: Partial<LogLine> = {}): LogLine {
  return { time: new Date('2026-11-23T19:10:01.123Z'), functionName: 'hello', source: 'stdout', text, ...parts };
}

async function texts(filter?: LogFilter): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const text of log.readLines(filter)) found.push(parseLogText(text)?.text ?? `not a line: ${text}`);
  return found;
}

describe('The saved log', () => {
  it('gives every line back as it was', async () => {
    const lines = [
      line('one', { instanceId: 'c-1', requestId: '1-a' }),
      line('  goes on', { continues: true }),
      line('FC Invoke End RequestId: 1-a', { source: 'platform', functionName: 'pay' }),
    ];
    log.writeAll(lines);
    const read: LogLine[] = [];
    for await (const text of log.readLines()) read.push(parseLogText(text)!);
    expect(read).toEqual(lines);
  });

  it('has the lines of one function apart', async () => {
    for (const functionName of ['hello', 'pay', 'hello-2', 'hello'])
      log.write(line(`of ${functionName}`, { functionName }));
    log.write(line('speaks of pay'));
    expect(await texts({ functionName: 'pay' })).toEqual(['of pay']);
    expect(await texts({ functionName: 'hello' })).toEqual(['of hello', 'of hello', 'speaks of pay']);
  });

  it('has the lines of one request apart, not those that only speak of it', async () => {
    log.write(line('mine', { requestId: '1-a' }));
    log.write(line('another’s, about 1-a', { requestId: '1-b' }));
    log.write(line('nobody’s, about 1-a'));
    log.write(line('mine too', { requestId: '1-a', source: 'platform' }));
    expect(await texts({ requestId: '1-a' })).toEqual(['mine', 'mine too']);
  });

  it('finds a request by any id a client may have chosen', async () => {
    log.write(line('mine', { requestId: 'order 7 / 100 %' }));
    expect(await texts({ requestId: 'order 7 / 100 %' })).toEqual(['mine']);
  });

  it('is not read on when nobody wants it any more, even where no line is meant', async () => {
    for (let index = 0; index < 10; index++) log.write(line('of another'));
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(log.readLines({ requestId: '1-a' }, { signal }).next()).rejects.toThrow('cancelled');
    await expect(log.saveTo(join(folder, 'saved.fclog'), {}, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves out what is older', async () => {
    for (const second of [1, 2, 3]) log.write(line(`at ${second}`, { time: new Date(1_000 * second) }));
    expect(await texts({ sinceMs: 2_000 })).toEqual(['at 2', 'at 3']);
  });

  it('tells also who asks for one function that older lines are gone', async () => {
    for (const round of [1, 2, 3, 4]) {
      for (let index = 0; index < 40; index++) log.write(line(`round ${round}`));
      await texts();
    }
    const [first, second] = await texts({ functionName: 'hello' });
    expect([first, second]).toEqual([expect.stringMatching(/^Older lines are gone/), 'round 3']);
  });

  it('is saved whole, or only what is meant, as lines that can be read back', async () => {
    const [mine, other] = [line('mine', { requestId: '1-a' }), line('other')];
    log.writeAll([mine, other]);
    const file = join(folder, 'saved.fclog');
    await log.saveTo(file);
    expect(await readFile(file, 'utf8')).toBe(`${formatLogText(mine)}\n${formatLogText(other)}\n`);
    await log.saveTo(file, { requestId: '1-a' });
    expect(await readFile(file, 'utf8')).toBe(`${formatLogText(mine)}\n`);
  });

  it('knows the newest requests', () => {
    log.write(line('FC Invoke Start RequestId: 1-a', { source: 'platform', requestId: '1-a' }));
    expect(log.requests.list()).toMatchObject([{ requestId: '1-a', functionName: 'hello' }]);
  });
});
