import { describe, expect, it } from 'vitest';
import { hasOwnMarkers, isFirstToTell } from '../../../src/core/log/ownMarkers.ts';
import type { LogSink } from '../../../src/core/ports/logSink.ts';

describe("The platform's lines printed by a server", () => {
  it.each([
    ['FC Invoke Start RequestId: 1-2', true],
    ['2025-01-01 INFO FC Invoke End RequestId: 1-2, Error: Unhandled Exception\nmore\n', true],
    ['FC Initialize Start RequestId: 1-2', false], // the list of requests does not count it
    ['FC Invoke Start', false],
    ['', false],
  ])('are seen: %j', (text, has) => {
    expect(hasOwnMarkers(text)).toBe(has);
  });

  it('are told of once for each function in each log', () => {
    const log: LogSink = { write: () => undefined };
    const other: LogSink = { write: () => undefined };
    const told = [
      isFirstToTell(log, 'hello'),
      isFirstToTell(log, 'hello'),
      isFirstToTell(log, 'world'),
      isFirstToTell(other, 'hello'),
    ];
    expect(told).toEqual([true, false, true, true]);
  });
});
