import { describe, expect, it } from 'vitest';
import { invokeEndLine, invokeStartLine, summaryLine } from '../../../src/core/log/formatInvocation.ts';

const requestId = '1-65b764db-15eb737f-0c67ab5cd968';

describe("The platform's lines around a call", () => {
  it('begin and end it', () => {
    expect(invokeStartLine(requestId)).toBe('FC Invoke Start RequestId: 1-65b764db-15eb737f-0c67ab5cd968');
    expect(invokeEndLine({ requestId })).toBe('FC Invoke End RequestId: 1-65b764db-15eb737f-0c67ab5cd968');
  });

  it.each([
    ['InvocationError', '{"errorMessage":"exception"}', 'Unhandled function error'],
    [
      'ClientClosedRequest',
      'Invocation canceled by client (duration: 4912ms, maxMemoryUsage: 0.00MB)',
      'Invocation canceled by client (duration: 4912ms, maxMemoryUsage: 0.00MB)',
    ],
    [
      'UnhandledInvocationError',
      'Function timed out after 3 seconds (maxMemoryUsage: 8MB)',
      'Function timed out after 3 seconds (maxMemoryUsage: 8MB)',
    ],
  ])('end a call that failed with %s', (type, message, text) => {
    expect(invokeEndLine({ requestId, error: { type, message } })).toBe(
      `FC Invoke End RequestId: ${requestId}, Error: ${text}`,
    );
  });

  it.each([
    [
      { durationMs: 42.27, billedDurationMs: 43, memorySizeMb: 512, maxMemoryMb: 47.77 },
      'Duration: 42.27 ms, Billed Duration: 43 ms, Memory Size: 512 MB, Max Memory Used: 47.77 MB',
    ],
    [
      { durationMs: 3.8, billedDurationMs: 4, memorySizeMb: 128, maxMemoryMb: 100 },
      'Duration: 3.80 ms, Billed Duration: 4 ms, Memory Size: 128 MB, Max Memory Used: 100.00 MB',
    ],
    [
      { durationMs: 0, billedDurationMs: 0, memorySizeMb: 128 },
      'Duration: 0.00 ms, Billed Duration: 0 ms, Memory Size: 128 MB',
    ],
  ])('sum %j up', (result, expected) => {
    expect(summaryLine(result)).toBe(expected);
  });
});
