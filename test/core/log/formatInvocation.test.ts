import { describe, expect, it } from 'vitest';
import type { InvocationError } from '../../../src/core/invocation/invocation.ts';
import {
  hookEndLine,
  hookStartLine,
  invokeEndLine,
  invokeStartLine,
  summaryLine,
} from '../../../src/core/log/formatInvocation.ts';

const requestId = '1-65b764db-15eb737f-0c67ab5cd968';
const crash = 'Process exited unexpectedly before completing request (duration: 12ms, maxMemoryUsage: 0MB)';

describe("The platform's lines", () => {
  it('begin and end a call', () => {
    expect(invokeStartLine(requestId)).toBe('FC Invoke Start RequestId: 1-65b764db-15eb737f-0c67ab5cd968');
    expect(invokeEndLine({ requestId })).toBe('FC Invoke End RequestId: 1-65b764db-15eb737f-0c67ab5cd968');
  });

  it.each<[string, InvocationError, string]>([
    [
      'that the function says failed',
      { type: 'InvocationError', message: '{"errorMessage":"exception"}' },
      'Unhandled function error',
    ],
    [
      'that the client gave up',
      {
        type: 'ClientClosedRequest',
        message: 'Invocation canceled by client (duration: 4912ms, maxMemoryUsage: 0.00MB)',
      },
      'Invocation canceled by client (duration: 4912ms, maxMemoryUsage: 0.00MB)',
    ],
    [
      'that took too long',
      {
        type: 'UnhandledInvocationError',
        metric: 'FunctionTimeoutError',
        message: 'Function timed out after 3 seconds (maxMemoryUsage: 8MB)',
      },
      'Function timed out after 3 seconds (maxMemoryUsage: 8MB)',
    ],
    ['that crashed', { type: 'UnhandledInvocationError', metric: 'FunctionUnhandledError', message: crash }, crash],
    [
      'that ran out of memory',
      { type: 'UnhandledInvocationError', metric: 'FunctionOOMError', message: crash, hint: 'Raise memorySize.' },
      crash,
    ],
  ])('end a call %s', (_, error, text) => {
    expect(invokeEndLine({ requestId, error })).toBe(`FC Invoke End RequestId: ${requestId}, Error: ${text}`);
  });

  it('stand around lifecycle hooks', () => {
    const hookId = '529eab23-9b3a-4ffc-88c8-9a6860000000';
    expect([hookStartLine('Initialize', hookId), hookEndLine('Initialize', hookId)]).toEqual([
      `FC Initialize Start RequestId: ${hookId}`,
      `FC Initialize End RequestId: ${hookId}`,
    ]);
    expect([hookStartLine('PreStop', hookId), hookEndLine('PreStop', hookId, 'timed out')]).toEqual([
      `FC PreStop Start RequestId: ${hookId}`,
      `FC PreStop End RequestId: ${hookId}, Error: timed out`,
    ]);
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
  ])('sum a call up: %j', (report, expected) => {
    expect(summaryLine(report)).toBe(expected);
  });
});
