import { expect } from 'vitest';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import type { Heard } from './httpCall.ts';

/** What is expected to come of a call. */
export interface Outcome {
  /** Fails unless the client got this, over the HTTP trigger or from InvokeFunction. */
  readonly check: (heard: Heard, mode: InvocationReport['mode']) => void;
  /** Behind `FC Invoke End RequestId: …, Error: `; absent: the platform takes the call for a good one. */
  readonly error?: RegExp;
}

const numbers = String.raw`\(duration: \d+ms, maxMemoryUsage: [\d.]+MB\)$`;
const diedText = new RegExp(`^Process exited unexpectedly before completing request ${numbers}`);
const timedOutText = /^Function timed out after 1 seconds \(maxMemoryUsage: [\d.]+MB\)$/;
const cancelledText = new RegExp(`^Invocation canceled by client ${numbers}`);

const failed = (error: RegExp): Outcome => ({
  error,
  check: (heard, mode) => {
    expect(heard).toMatchObject({
      status: mode === 'event' ? 200 : 502,
      headers: { 'x-fc-error-type': 'UnhandledInvocationError', 'content-type': 'application/json' },
      isCut: false,
    });
    expect(JSON.parse(heard.body)).toEqual({ errorMessage: expect.stringMatching(error) as string });
  },
});

/** docs: error handling; FAQ on 502. */
export const died = failed(diedText);

/** Of a function with `timeout: 1` (docs: FAQ on timeouts). */
export const timedOut = failed(timedOutText);

/** The client did not wait for it (docs: FAQ on canceled invocations). */
export const cancelled: Outcome = { error: cancelledText, check: () => undefined };

/** docs: custom container HTTP invocation, limits. */
export const badResponse = (message: RegExp): Outcome => ({
  error: new RegExp(`^BadResponse: ${message.source}`),
  check: (heard) => {
    expect(heard).toMatchObject({ status: 502, headers: { 'x-fc-error-type': 'UnhandledInvocationError' } });
    expect(JSON.parse(heard.body)).toEqual({
      RequestId: heard.headers['x-fc-request-id'],
      Code: 'BadResponse',
      Message: expect.stringMatching(message) as string,
    });
  },
});

/** The function's own answer, whole. From InvokeFunction it is the body only. */
export const answered = (body: string, status = 200, headers: Readonly<Record<string, unknown>> = {}): Outcome => ({
  check: (heard, mode) => {
    expect(heard).toMatchObject({ body, isCut: false, ...(mode === 'event' ? { status: 200 } : { status, headers }) });
    expect(heard.headers).not.toHaveProperty('x-fc-error-type');
  },
});

/** The beginning of the function's answer, and no end of it; InvokeFunction says why instead. */
export const cut = (body: string, { error, check }: Outcome = died): Outcome => ({
  ...(error && { error }),
  check: (heard, mode) => {
    if (mode === 'event') check(heard, mode);
    else expect(heard).toMatchObject({ status: 200, body, isCut: true });
  },
});

/** The platform's refusal (docs: error codes). */
export const refused = (status: number, code: string, message: RegExp | string): Outcome => ({
  check: (heard) => {
    expect(heard).toMatchObject({ status, headers: { 'x-fc-error-type': 'FCCommonError' } });
    expect(JSON.parse(heard.body)).toMatchObject({
      RequestId: heard.headers['x-fc-request-id'],
      Code: code,
      Message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
  },
});
