import { describe, expect, it } from 'vitest';
import { InstanceLog } from '../../../src/core/log/instanceLog.ts';
import type { LogLine, LogSink } from '../../../src/core/ports/logSink.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testReport } from '../../support/testReport.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const a = '1-65b764db-15eb737f-00000000000a';
const b = '1-65b764db-15eb737f-00000000000b';
const hook = '529eab23-9b3a-4ffc-88c8-9a6860000000';
const short: Readonly<Record<string, string>> = { [a]: 'a', [b]: 'b', [hook]: 'hook' };

const metrics = { enableRequestMetrics: true, enableInstanceMetrics: true, enableLlmMetrics: false } as const;
const noRecords: SpecChanges = { logConfig: { project: 'p', logstore: 'l', ...metrics, logBeginRule: 'None' } };

interface Log {
  readonly clock: FakeClock;
  readonly log: InstanceLog;
  readonly lines: readonly LogLine[];
  readonly print: (text: string, stream?: 'stdout' | 'stderr') => void;
  /** `a|text` of each line so far, `a+|text` of one that goes on with a record; ids and the summary in short. */
  readonly shown: () => readonly string[];
  /** Ends a call, and waits until its end is written. */
  readonly ended: (requestId: string) => Promise<void>;
}

function newLog(changes: SpecChanges = {}): Log {
  const clock = new FakeClock();
  const lines: LogLine[] = [];
  const sink = { write: (line: LogLine) => lines.push(line) };
  const log = new InstanceLog({ spec: testSpec(changes), instanceId: 'c-1', sink, clock });
  return {
    clock,
    log,
    lines,
    print: (text, stream = 'stdout') => log.output({ stream, data: Buffer.from(text) }),
    shown: () =>
      lines.map(({ requestId, continues, text }) => {
        const named = text.replaceAll(/1-65b764db-15eb737f-\w+|529eab23-[\w-]+/g, (id) => short[id] ?? id);
        const owner = short[requestId ?? ''] ?? '';
        return `${owner}${continues ? '+' : ''}|${named.replace(/^Duration: .*/, 'summary')}`;
      }),
    ended: async (requestId) => {
      const ended = log.invokeEnded(testReport({ requestId }));
      await clock.advance(1000);
      await ended;
    },
  };
}

const start = (id: string): string => `${id}|FC Invoke Start RequestId: ${id}`;
const end = (id: string): readonly string[] => [`${id}|FC Invoke End RequestId: ${id}`, `${id}|summary`];

describe('The log of an instance', () => {
  it("shows a call's own lines between the platform's", async () => {
    const { log, print, shown, lines, ended } = newLog();
    print('listening\n');
    log.invokeStarted(a);
    print('working\n');
    print('careful\n', 'stderr');
    await ended(a);
    print('between calls\n');
    expect(shown()).toEqual(['|listening', start('a'), 'a|working', 'a|careful', ...end('a'), '|between calls']);
    expect(lines.map(({ source }) => source)).toEqual([
      'stdout',
      'platform',
      'stdout',
      'stderr',
      'platform',
      'platform',
      'stdout',
    ]);
    expect(lines[0]).toEqual({
      time: new Date('2025-01-01T00:00:00Z'),
      functionName: 'hello',
      instanceId: 'c-1',
      source: 'stdout',
      text: 'listening',
    });
  });

  it('begins a cold start with the initializer and ends with PreStop, in the words of the platform', async () => {
    const { log, clock, print, lines, ended } = newLog();
    log.hookStarted('Initialize', hook);
    print('loading\n');
    const initialized = log.hookEnded('Initialize', hook);
    log.note('Cold start: 0.5 s');
    await clock.advance(1000);
    await initialized;
    log.invokeStarted(a);
    await ended(a);
    log.hookStarted('PreStop', hook);
    print('saving\n');
    const stopped = log.hookEnded('PreStop', hook, 'it answered with status code 500');
    await clock.advance(1000);
    await stopped;
    expect(lines.map(({ requestId, text }) => [requestId, text])).toEqual([
      [hook, `FC Initialize Start RequestId: ${hook}`],
      [hook, 'loading'],
      [hook, `FC Initialize End RequestId: ${hook}`],
      [undefined, 'Cold start: 0.5 s'],
      [a, `FC Invoke Start RequestId: ${a}`],
      [a, `FC Invoke End RequestId: ${a}`],
      [a, 'Duration: 1.56 ms, Billed Duration: 2 ms, Memory Size: 512 MB, Max Memory Used: 47.77 MB'],
      [hook, `FC PreStop Start RequestId: ${hook}`],
      [hook, 'saving'],
      [hook, `FC PreStop End RequestId: ${hook}, Error: it answered with status code 500`],
    ]);
  });

  it('tells why a call failed, its numbers, and what else is known, in lines of their own', async () => {
    const { log, clock, lines } = newLog();
    log.invokeStarted(a);
    const message = 'Function timed out after 3 seconds (maxMemoryUsage: 8.00MB)';
    const error = { type: 'UnhandledInvocationError', metric: 'FunctionTimeoutError', message } as const;
    const report = testReport({ requestId: a, error, maxMemoryMb: 8, memoryKind: 'sampled' });
    void log.invokeEnded(report, ['Cost: 0.001 GB-s', 'It hung.\nRaise timeout.']);
    await clock.advance(1000);
    expect(lines.map(({ text }) => text)).toEqual([
      `FC Invoke Start RequestId: ${a}`,
      `FC Invoke End RequestId: ${a}, Error: ${message}`,
      'Duration: 1.56 ms, Billed Duration: 2 ms, Memory Size: 512 MB, Max Memory Used: 8.00 MB (sampled)',
      'Cost: 0.001 GB-s',
      'It hung.',
      'Raise timeout.',
    ]);
    expect(lines.every(({ requestId, source }) => requestId === a && source === 'platform')).toBe(true);
  });

  it('waits with the end of a call for output that is on its way, though the answer overtook it', async () => {
    const { log, clock, print, shown, lines } = newLog();
    log.invokeStarted(a);
    const ended = log.invokeEnded(testReport({ requestId: a }));
    await clock.advance(15);
    print('late\n');
    await clock.advance(15);
    print('later\n');
    await clock.advance(1000);
    await ended;
    expect(shown()).toEqual([start('a'), 'a|late', 'a|later', ...end('a')]);
    const times = lines.map(({ time }) => time.getMilliseconds());
    expect(times).toEqual([0, 15, 30, 30, 30]);
  });

  it('waits for the first output of a call, whatever was printed before it', async () => {
    const { log, clock, print, shown } = newLog();
    print('listening\n');
    log.invokeStarted(a);
    void log.invokeEnded(testReport({ requestId: a }));
    await clock.advance(70);
    print('late\n');
    await clock.advance(1000);
    expect(shown()).toEqual(['|listening', start('a'), 'a|late', ...end('a')]);
  });

  it('gives the end of a silent call the time when it ended, though it is written later', async () => {
    const { log, clock, lines, ended } = newLog();
    log.invokeStarted(a);
    await clock.advance(7);
    await ended(a);
    expect(lines.map(({ time }) => time.getMilliseconds())).toEqual([0, 7, 7]);
  });

  it('shows what a call printed without a line end before its end', async () => {
    const { log, print, shown, ended } = newLog();
    log.invokeStarted(a);
    print('working...');
    await ended(a);
    expect(shown()).toEqual([start('a'), 'a|working...', ...end('a')]);
  });

  it('ends a call, with what it printed, before the next begins', async () => {
    const { log, clock, print, shown } = newLog();
    log.invokeStarted(a);
    print('.');
    const ended = log.invokeEnded(testReport({ requestId: a }));
    log.invokeStarted(b);
    await ended;
    expect(shown()).toEqual([start('a'), 'a|.', ...end('a'), start('b')]);
    await clock.advance(1000);
    expect(shown()).toHaveLength(5);
  });

  it('gives a line that comes after its call to the call it names', async () => {
    const { log, print, shown, ended } = newLog();
    log.invokeStarted(a);
    await ended(a);
    print(`${a} in the background\nsomebody\n`);
    log.invokeStarted(b);
    print(`${a} late\n${b} hello\nhello\n`);
    expect(shown().slice(3)).toEqual([
      'a|a in the background',
      '|somebody',
      start('b'),
      'a|a late',
      'b|b hello',
      'b|hello',
    ]);
  });

  it('of calls side by side tells lines apart by the request id in them', async () => {
    const { log, clock, print, shown } = newLog({ instanceConcurrency: 10 });
    log.invokeStarted(a);
    log.invokeStarted(b);
    print(`${b} [info] hello\nsomebody says\n${a} [info] hello\n`);
    void log.invokeEnded(testReport({ requestId: a }));
    void log.invokeEnded(testReport({ requestId: b }));
    await clock.advance(1000);
    expect(shown()).toEqual([
      start('a'),
      start('b'),
      'b|b [info] hello',
      '|somebody says',
      'a|a [info] hello',
      ...end('a'),
      ...end('b'),
    ]);
  });

  it('keeps the streams apart until their lines are whole', () => {
    const { print, shown } = newLog();
    print('out ');
    print('error ', 'stderr');
    print('put\n');
    print('s\n', 'stderr');
    expect(shown()).toEqual(['|out put', '|error s']);
  });

  it('shows the last words of a container that ended, and then the end of its call at once', async () => {
    const { log, clock, print, shown } = newLog();
    log.invokeStarted(a);
    print('last words');
    const ended = log.invokeEnded(testReport({ requestId: a }));
    log.close();
    await ended;
    expect(shown()).toEqual([start('a'), 'a|last words', ...end('a')]);
    expect(clock.sleeping).toBe(0);
  });

  it('ends a call at once when its container ended before', async () => {
    const { log, clock, shown } = newLog();
    log.invokeStarted(a);
    log.close();
    await log.invokeEnded(testReport({ requestId: a }));
    expect(shown()).toEqual([start('a'), ...end('a')]);
    expect(clock.sleeping).toBe(0);
  });

  it('gives a sink that takes many lines all of a chunk at once', async () => {
    const batches: string[][] = [];
    const sink: LogSink = {
      write: () => expect.unreachable('it takes many'),
      writeAll: (lines) => batches.push(lines.map(({ text }) => text.slice(0, 15))),
    };
    const clock = new FakeClock();
    const log = new InstanceLog({ spec: testSpec(), instanceId: 'c-1', sink, clock });
    log.invokeStarted(a);
    log.output({ stream: 'stdout', data: Buffer.from('one\ntwo\nthr') });
    log.output({ stream: 'stdout', data: Buffer.from('ee') });
    log.output({ stream: 'stdout', data: Buffer.from('\n') });
    void log.invokeEnded(testReport({ requestId: a }));
    await clock.advance(1000);
    expect(batches).toEqual([['FC Invoke Start'], ['one', 'two'], ['three'], ['FC Invoke End R', 'Duration: 1.56 ']]);
  });
});

describe('A record of the log', () => {
  it('is a dated line and the undated ones after it, and belongs to one request', () => {
    const { log, print, shown } = newLog({ instanceConcurrency: 10 });
    log.invokeStarted(a);
    log.invokeStarted(b);
    print(`2025-01-01 ${b} [error] boom\n  at main\n2025-01-01 ${a} [info] fine\nrows:\n`);
    print('  at last\n');
    print('unrelated\n', 'stderr');
    expect(shown().slice(2)).toEqual([
      'b|2025-01-01 b [error] boom',
      'b+|  at main',
      'a|2025-01-01 a [info] fine',
      'a+|rows:',
      'a+|  at last',
      '|unrelated',
    ]);
  });

  it('goes on for as long as its request does, whoever else comes', async () => {
    const { log, print, shown, ended } = newLog({ instanceConcurrency: 10 });
    log.invokeStarted(a);
    print('2025-01-01 boom\n');
    log.invokeStarted(b);
    print('  at main\n');
    await ended(a);
    print('hello\n');
    expect(shown().slice(2, 4)).toEqual([start('b'), 'a+|  at main']);
    expect(shown().at(-1)).toBe('b|hello');
  });

  it('ends where a call begins', () => {
    const { log, print, shown } = newLog();
    print('2025-01-01 listening\non 9000\n');
    log.invokeStarted(a);
    print('hello\n');
    expect(shown()).toEqual(['|2025-01-01 listening', '+|on 9000', start('a'), 'a|hello']);
  });

  it('ends with a pause', async () => {
    const { clock, print, shown } = newLog();
    print('2025-01-01 listening\n');
    await clock.advance(1001);
    print('hello\n');
    expect(shown()).toEqual(['|2025-01-01 listening', '|hello']);
  });

  it('is a single line when s.yaml says None', () => {
    const { print, shown } = newLog(noRecords);
    print('2025-01-01 boom\n  at main\n');
    expect(shown()).toEqual(['|2025-01-01 boom', '|  at main']);
  });
});

describe('A note about the instance', () => {
  it('stands where it was made', () => {
    const { log, print, shown } = newLog();
    log.invokeStarted(a);
    log.note('a process was killed:\nout of memory', a);
    print('still here\n');
    expect(shown()).toEqual([start('a'), 'a|a process was killed:', 'a|out of memory', 'a|still here']);
  });

  it('comes after the end of a call that is over, as when the instance is frozen then', async () => {
    const { log, clock, lines, print, shown } = newLog();
    log.invokeStarted(a);
    void log.invokeEnded(testReport({ requestId: a }));
    await clock.advance(5);
    log.note('frozen');
    print('late\n');
    await clock.advance(1000);
    expect(shown()).toEqual([start('a'), 'a|late', ...end('a'), '|frozen']);
    expect(lines.map(({ time }) => time.getMilliseconds())).toEqual([0, 5, 5, 5, 5]);
  });

  it("explains the platform's lines once when a server prints them itself, and keeps them", () => {
    const lines: LogLine[] = [];
    const sink: LogSink = { write: (line) => lines.push(line) };
    const data = Buffer.from(`FC Invoke Start RequestId: ${a}\nhello\n`);
    for (const functionName of ['hello', 'hello', 'world']) {
      const spec = testSpec({ functionName });
      const log = new InstanceLog({ spec, instanceId: 'c-1', sink, clock: new FakeClock() });
      log.invokeStarted(a);
      for (let call = 0; call < 3; call++) log.output({ stream: 'stdout', data });
    }
    expect(lines.filter(({ source, text }) => source === 'stdout' && text.startsWith('FC Invoke Start'))).toHaveLength(
      9,
    );
    const notes = lines.filter(({ source, text }) => source === 'platform' && !text.startsWith('FC Invoke'));
    expect(notes.map(({ functionName, requestId, text }) => [functionName, requestId, text])).toEqual(
      ['hello', 'world'].map((name): readonly unknown[] => [
        name,
        undefined,
        expect.stringMatching(/^Your server prints .* Since FC 3\.0 the platform .* twice/),
      ]),
    );
  });
});

describe('The log tail of a call', () => {
  const numbers = 'Duration: 1.56 ms, Billed Duration: 2 ms, Memory Size: 512 MB, Max Memory Used: 47.77 MB';

  it('is what the platform returns', async () => {
    const { log, print, ended } = newLog();
    print('before\n');
    log.keepTail(a);
    log.invokeStarted(a);
    print('hello\n');
    print('careful\n', 'stderr');
    await ended(a);
    print(`after ${a}\n`);
    expect(log.tail(a)).toBe(
      `FC Invoke Start RequestId: ${a}\nhello\ncareful\nFC Invoke End RequestId: ${a}\n\n${numbers}`,
    );
  });

  it('has neither our lines nor our marks', async () => {
    const { log, clock } = newLog();
    log.keepTail(a);
    log.invokeStarted(a);
    log.note('a process was killed', a);
    void log.invokeEnded(testReport({ requestId: a, memoryKind: 'sampled' }), ['Cost: 0.001 GB-s']);
    await clock.advance(1000);
    expect(log.tail(a)).toBe(`FC Invoke Start RequestId: ${a}\nFC Invoke End RequestId: ${a}\n\n${numbers}`);
  });

  it('is whole once the end of the call is written', async () => {
    const { log, clock, print } = newLog();
    log.keepTail(a);
    log.invokeStarted(a);
    void log.invokeEnded(testReport({ requestId: a }));
    const tail = log.settled(a).then(() => log.tail(a));
    print('late\n');
    await clock.advance(1000);
    expect(await tail).toContain(`late\nFC Invoke End RequestId: ${a}\n\nDuration`);
  });

  it('is not there when nobody asked, nor with several calls at a time', async () => {
    const alone = newLog();
    alone.log.invokeStarted(a);
    await alone.ended(a);
    expect(alone.log.tail(a)).toBeUndefined();

    const shared = newLog({ instanceConcurrency: 2 });
    shared.log.keepTail(a);
    shared.log.invokeStarted(a);
    await shared.ended(a);
    expect(shared.log.tail(a)).toBeUndefined();
  });
});
