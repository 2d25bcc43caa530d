import type { Attempt } from './asyncAttempt.ts';

/** Since when nobody has taken a call (monotonic), and how often it was offered. */
export interface Offers {
  readonly since: number;
  readonly times: number;
}

export interface AttemptsSoFar {
  /** How often the function had it, this attempt included. */
  readonly attempts: number;
  /** `maxAsyncRetryAttempts`. */
  readonly retries: number;
  /** Absent when the attempt before this one was taken. */
  readonly offers: Offers | undefined;
  /** Monotonic. */
  readonly nowMs: number;
}

/** What follows from an attempt: the end, or another one after `waitMs`. */
export type AfterAttempt =
  | { readonly status: 'Succeeded' | 'Failed' | 'Invalid' }
  | { readonly status: 'Retrying' | 'Dequeued'; readonly waitMs: number; readonly offers?: Offers };

/** Applies the retry mechanism (docs: asynchronous invocation). */
export function afterAttempt({ outcome }: Attempt, { attempts, retries, offers, nowMs }: AttemptsSoFar): AfterAttempt {
  switch (outcome) {
    case 'succeeded':
      return { status: 'Succeeded' };
    case 'functionFailed':
      return attempts > retries ? { status: 'Failed' } : { status: 'Retrying', waitMs: retryDelayMs(attempts - 1) };
    case 'notTaken': {
      const { since, times } = offers ?? { since: nowMs, times: 0 };
      if (nowMs - since >= offeredForMs) return { status: 'Failed' };
      return { status: 'Dequeued', waitMs: retryDelayMs(times), offers: { since, times: times + 1 } };
    }
    case 'impossible':
      return { status: 'Failed' };
    case 'functionGone':
      return { status: 'Invalid' };
  }
}

/** How long a call that nobody takes is offered (docs: asynchronous invocation). */
const offeredForMs = 5 * 3600 * 1000;

/**
 * Binary exponential backoff from half a second: 0.5, 1, 2, 4, 8 … (docs: asynchronous invocation, for throttling and
 * system errors). The docs name no spacing for function errors; theirs is the same here, which agrees with the one
 * published callback of a retried task, whose second attempt began within 2.4 s of the end of the first. No wait is
 * longer than a minute, which the docs do not say: a person who has started the engine again waits for the retry.
 */
function retryDelayMs(retriesBefore: number): number {
  return Math.min(500 * 2 ** retriesBefore, 60_000);
}
