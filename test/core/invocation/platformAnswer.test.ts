import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/core/invocation/deliver.ts';
import { platformAnswer, type PlatformAnswer } from '../../../src/core/invocation/platformAnswer.ts';

type Mode = 'event' | 'http';
type Failed = Exclude<Delivery, { outcome: 'answered' }>;

const answerTo = (delivery: Failed, mode: Mode, peakMb: number | undefined = 47.281): PlatformAnswer =>
  platformAnswer(delivery, {
    mode,
    requestId: '1-2-3-4',
    timeoutSeconds: 60,
    memorySizeMb: 512,
    durationMs: 4912.4,
    peakMb,
  });

const died = 'Process exited unexpectedly before completing request (duration: 4912ms, maxMemoryUsage: 47.28MB)';

const failures: readonly (readonly [Failed, message: string, metric: string, hint: RegExp | undefined])[] = [
  [
    { outcome: 'timedOut' },
    'Function timed out after 60 seconds (maxMemoryUsage: 47.28MB)',
    'FunctionTimeoutError',
    undefined,
  ],
  [{ outcome: 'exited' }, died, 'FunctionUnhandledError', undefined],
  [{ outcome: 'exited', exit: { exitCode: 3, oomKilled: false } }, died, 'FunctionUnhandledError', /exit code 3/],
  [
    { outcome: 'exited', exit: { exitCode: 137, oomKilled: true } },
    died,
    'FunctionOOMError',
    /want of memory: the limit is 512 MB, at most 47 MB/,
  ],
  [
    { outcome: 'connectionLost', reason: 'Keep connections alive.' },
    died,
    'FunctionUnhandledError',
    /^Keep connections alive\.$/,
  ],
];

describe('The platform answers', () => {
  it.each(failures)('%j in its own words', (delivery, message, metric, hint) => {
    for (const [mode, statusCode] of [
      ['event', 200],
      ['http', 502],
    ] as const) {
      const { error, ...answer } = answerTo(delivery, mode);
      expect(answer).toEqual({ statusCode, errorType: 'UnhandledInvocationError', body: { errorMessage: message } });
      expect(error).toMatchObject({ type: 'UnhandledInvocationError', message, metric });
      if (hint === undefined) expect(error.hint).toBeUndefined();
      else expect(error.hint).toMatch(hint);
    }
  });

  it('a cancelled call with 499, which nobody reads', () => {
    const message = 'Invocation canceled by client (duration: 4912ms, maxMemoryUsage: 47.28MB)';
    expect(answerTo({ outcome: 'cancelled' }, 'event')).toMatchObject({
      statusCode: 499,
      error: { type: 'ClientClosedRequest', message },
    });
  });

  it('an answer it does not pass on with 502 and its own code', () => {
    expect(answerTo({ outcome: 'badResponse', message: 'too large' }, 'http')).toMatchObject({
      statusCode: 502,
      body: { RequestId: '1-2-3-4', Code: 'BadResponse', Message: 'too large' },
    });
  });

  it('with no memory when nobody can tell it', () => {
    const call = {
      mode: 'event',
      requestId: '1',
      timeoutSeconds: 3,
      memorySizeMb: 512,
      durationMs: 12,
      peakMb: undefined,
    } as const;
    expect(platformAnswer({ outcome: 'timedOut' }, call).error.message).toBe(
      'Function timed out after 3 seconds (maxMemoryUsage: 0MB)',
    );
  });
});
