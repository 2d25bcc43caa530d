import { describe, expect, it } from 'vitest';
import { RecentRequests } from '../../../src/core/log/recentRequests.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';

const startedAt = new Date('2026-11-23T19:10:01.123Z');

function seen(requestId: string, text: string, parts: Partial<LogLine> = {}): LogLine {
  return { time: startedAt, functionName: 'hello', source: 'platform', requestId, text, ...parts };
}

function requestsOf(...lines: readonly LogLine[]): ReturnType<RecentRequests['list']> {
  const requests = new RecentRequests();
  for (const line of lines) requests.see(line);
  return requests.list();
}

describe('Recent requests', () => {
  it('come from the platform’s lines, the newest first', () => {
    const later = new Date('2026-11-23T19:10:05.000Z');
    expect(
      requestsOf(
        seen('1-a', 'FC Invoke Start RequestId: 1-a'),
        seen('1-b', 'FC Invoke Start RequestId: 1-b', { functionName: 'pay', time: later }),
      ),
    ).toEqual([
      { requestId: '1-b', functionName: 'pay', startedAt: later },
      { requestId: '1-a', functionName: 'hello', startedAt },
    ]);
  });

  it('tell how they ended', () => {
    expect(
      requestsOf(
        seen('1-a', 'FC Invoke Start RequestId: 1-a'),
        seen('1-a', 'FC Invoke End RequestId: 1-a, Error: Unhandled function error', { time: new Date() }),
        seen('1-a', 'Duration: 42.27 ms, Billed Duration: 43 ms, Memory Size: 512 MB', { time: new Date() }),
      ),
    ).toEqual([
      {
        requestId: '1-a',
        functionName: 'hello',
        startedAt,
        duration: '42.27 ms',
        error: 'Unhandled function error',
      },
    ]);
  });

  it('are not what a function prints, nor what belongs to no request', () => {
    expect(
      requestsOf(seen('1-a', 'FC Invoke Start RequestId: 1-a', { source: 'stdout' }), {
        time: startedAt,
        functionName: 'hello',
        source: 'platform',
        text: 'Instance c-1 is frozen.',
      }),
    ).toEqual([]);
  });

  it('are forgotten when there are more than fifty', () => {
    const lines = Array.from({ length: 60 }, (_, index) => seen(`1-${index}`, 'FC Invoke Start'));
    const ids = requestsOf(...lines).map(({ requestId }) => requestId);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([50, '1-59', '1-10']);
  });
});
