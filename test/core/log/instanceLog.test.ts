import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../../src/core/invocation/invocation.ts';
import { InstanceLog } from '../../../src/core/log/instanceLog.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';
import { FakeClock } from '../../support/fakeClock.ts';

interface Log {
  readonly clock: FakeClock;
  readonly log: InstanceLog;
  readonly lines: readonly LogLine[];
  /** `requestId|text` of each line so far; the summary in short. */
  readonly shown: () => readonly string[];
  readonly print: (text: string, stream?: 'stdout' | 'stderr') => void;
}

function newLog(): Log {
  const clock = new FakeClock();
  const lines: LogLine[] = [];
  const log = new InstanceLog('hello', 'c-1', { write: (line) => lines.push(line) }, clock);
  return {
    clock,
    log,
    lines,
    shown: () => lines.map(({ requestId, text }) => `${requestId ?? ''}|${text.replace(/^Duration: .*/, 'summary')}`),
    print: (text, stream = 'stdout') => log.output({ stream, data: Buffer.from(text) }),
  };
}

const resultOf = (requestId: string): InvocationResult => ({
  requestId,
  functionName: 'hello',
  instanceId: 'c-1',
  statusCode: 200,
  headers: {},
  body: new Uint8Array(),
  durationMs: 5,
  billedDurationMs: 5,
  memorySizeMb: 512,
});

const start = (id: string): string => `${id}|FC Invoke Start RequestId: ${id}`;
const end = (id: string): readonly string[] => [`${id}|FC Invoke End RequestId: ${id}`, `${id}|summary`];

describe('The log of an instance', () => {
  it("shows a call's own lines between the platform's", async () => {
    const { log, clock, print, shown, lines } = newLog();
    print('listening\n');
    log.invokeStarted('a');
    print('working\n');
    print('careful\n', 'stderr');
    const ended = log.invokeEnded(resultOf('a'));
    await clock.advance(1000);
    await ended;
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
    expect(lines[0]).toMatchObject({
      functionName: 'hello',
      instanceId: 'c-1',
      time: new Date('2025-01-01T00:00:00Z'),
    });
  });

  it('waits with the end of a call for output that is on its way, though the answer overtook it', async () => {
    const { log, clock, print, shown } = newLog();
    log.invokeStarted('a');
    const ended = log.invokeEnded(resultOf('a'));
    await clock.advance(15);
    print('late\n');
    await clock.advance(15);
    print('later\n');
    await clock.advance(1000);
    await ended;
    expect(shown()).toEqual([start('a'), 'a|late', 'a|later', ...end('a')]);
  });

  it('does not wait long for a call that prints nothing, nor for one that never stops', async () => {
    const silent = newLog();
    silent.log.invokeStarted('a');
    void silent.log.invokeEnded(resultOf('a'));
    await silent.clock.advance(200);
    expect(silent.shown()).toEqual([start('a'), ...end('a')]);

    const chatty = newLog();
    chatty.log.invokeStarted('a');
    void chatty.log.invokeEnded(resultOf('a'));
    for (let count = 0; count < 100; count++) {
      chatty.print('more\n');
      await chatty.clock.advance(10);
    }
    const position = chatty.shown().indexOf(end('a')[0]!);
    expect(position).toBeGreaterThan(1);
    expect(position).toBeLessThanOrEqual(50); // half a second
  });

  it('shows what a call printed without a line end before its end', async () => {
    const { log, clock, print, shown } = newLog();
    log.invokeStarted('a');
    print('working...');
    const ended = log.invokeEnded(resultOf('a'));
    await clock.advance(200);
    await ended;
    expect(shown()).toEqual([start('a'), 'a|working...', ...end('a')]);
  });

  it('ends a call before the next begins', async () => {
    const { log, clock, shown } = newLog();
    log.invokeStarted('a');
    const ended = log.invokeEnded(resultOf('a'));
    log.invokeStarted('b');
    await clock.advance(1000);
    await ended;
    expect(shown()).toEqual([start('a'), ...end('a'), start('b')]);
  });

  it('of calls side by side tells lines apart by the request id in them', async () => {
    const { log, clock, print, shown } = newLog();
    log.invokeStarted('id-a');
    log.invokeStarted('id-b');
    print('2025-01-01 id-b [info] hello\nsomebody says\n2025-01-01 id-a [info] hello\n');
    const ended = [log.invokeEnded(resultOf('id-a')), log.invokeEnded(resultOf('id-b'))];
    await clock.advance(1000);
    await Promise.all(ended);
    expect(shown()).toEqual([
      start('id-a'),
      start('id-b'),
      'id-b|2025-01-01 id-b [info] hello',
      '|somebody says',
      'id-a|2025-01-01 id-a [info] hello',
      ...end('id-a'),
      ...end('id-b'),
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

  it('shows the last words of a container that ended, and then the end of its call', async () => {
    const { log, clock, print, shown } = newLog();
    log.invokeStarted('a');
    print('last words');
    const ended = log.invokeEnded(resultOf('a'));
    log.close();
    await clock.advance(1000);
    await ended;
    expect(shown()).toEqual([start('a'), 'a|last words', ...end('a')]);
  });
});
