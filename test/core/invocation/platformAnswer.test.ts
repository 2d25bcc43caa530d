import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/core/invocation/deliver.ts';
import { platformAnswer, type PlatformAnswer } from '../../../src/core/invocation/platformAnswer.ts';

type Mode = 'event' | 'http';

const answerTo = (delivery: Delivery, mode: Mode, peakMb: number | undefined = 47.281): PlatformAnswer =>
  platformAnswer(delivery, { mode, timeoutSeconds: 60, durationMs: 4912.4, peakMb });

const failures: readonly (readonly [Delivery, message: string, hint: RegExp | undefined])[] = [
  [{ outcome: 'timedOut' }, 'Function timed out after 60 seconds (maxMemoryUsage: 47.28MB)', undefined],
  [
    { outcome: 'exited' },
    'Process exited unexpectedly before completing request (duration: 4912ms, maxMemoryUsage: 47.28MB)',
    undefined,
  ],
  [
    { outcome: 'exited', exit: { exitCode: 3, oomKilled: false } },
    'Process exited unexpectedly before completing request (duration: 4912ms, maxMemoryUsage: 47.28MB)',
    /exit code 3/,
  ],
  [
    { outcome: 'exited', exit: { exitCode: 137, oomKilled: true } },
    'Process exited unexpectedly before completing request (duration: 4912ms, maxMemoryUsage: 47.28MB)',
    /more memory than memorySize/,
  ],
  [
    { outcome: 'connectionLost', reason: 'Keep connections alive.' },
    'Process exited unexpectedly before completing request (duration: 4912ms, maxMemoryUsage: 47.28MB)',
    /^Keep connections alive\.$/,
  ],
];

describe('The platform answers', () => {
  it.each(failures)('%j in its own words', (delivery, message, hint) => {
    for (const [mode, statusCode] of [
      ['event', 200],
      ['http', 502],
    ] as const) {
      const { answer, error } = answerTo(delivery, mode);
      expect(answer.statusCode).toBe(statusCode);
      expect(answer.headers).toEqual({ 'content-type': 'application/json' });
      expect(Buffer.from(answer.body).toString()).toBe(JSON.stringify({ errorMessage: message }));
      expect(error).toMatchObject({ type: 'UnhandledInvocationError', message });
      if (hint === undefined) expect(error?.hint).toBeUndefined();
      else expect(error?.hint).toMatch(hint);
    }
  });

  it('a cancelled call with 499, which nobody reads', () => {
    const message = 'Invocation canceled by client (duration: 4912ms, maxMemoryUsage: 47.28MB)';
    const { answer, error } = answerTo({ outcome: 'cancelled' }, 'event');
    expect(answer.statusCode).toBe(499);
    expect(error).toEqual({ type: 'ClientClosedRequest', message });
  });

  it('with no memory when nobody can tell it', () => {
    const call = { mode: 'event', timeoutSeconds: 3, durationMs: 12, peakMb: undefined } as const;
    expect(platformAnswer({ outcome: 'timedOut' }, call).error?.message).toBe(
      'Function timed out after 3 seconds (maxMemoryUsage: 0MB)',
    );
  });

  const answered = (statusCode: number, headers: Record<string, string>): Delivery => ({
    outcome: 'answered',
    answer: { statusCode, headers, body: Buffer.from('{"errorMessage":"exception"}') },
  });

  it('with what the function answered, whatever its status', () => {
    for (const delivery of [answered(200, {}), answered(500, {}), answered(200, { 'x-fc-status': '200' })])
      expect(answerTo(delivery, 'event')).toEqual({ answer: (delivery as { answer: object }).answer });
  });

  it('with what the function answered and an error when it reports x-fc-status: 404', () => {
    expect(answerTo(answered(200, { 'x-fc-status': '404' }), 'http')).toMatchObject({
      answer: { statusCode: 200 },
      error: { type: 'InvocationError', message: '{"errorMessage":"exception"}' },
    });
  });
});
