import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../src/core/invocation/asyncAttempt.ts';
import { afterAttempt, type AttemptsSoFar } from '../../../src/core/invocation/asyncRetry.ts';

const failed = { payload: new Uint8Array(), statusCode: 200, error: { type: 'InvocationError', message: 'no' } };

function after(outcome: Attempt['outcome'], soFar: Partial<AttemptsSoFar> = {}): ReturnType<typeof afterAttempt> {
  const { error: _none, ...succeeded } = failed;
  const attempt = outcome === 'succeeded' ? { ...succeeded, outcome } : { ...failed, outcome };
  return afterAttempt(attempt, { attempts: 1, retries: 3, offers: undefined, nowMs: 0, ...soFar });
}

describe('After an attempt', () => {
  it('that succeeded, that cannot succeed, or whose function is gone, there is no other', () => {
    expect(after('succeeded')).toEqual({ status: 'Succeeded' });
    expect(after('impossible')).toEqual({ status: 'Failed' });
    expect(after('functionGone')).toEqual({ status: 'Invalid' });
  });

  it('that failed, the function has its retries, each after twice the time', () => {
    expect(after('functionFailed', { attempts: 1 })).toEqual({ status: 'Retrying', waitMs: 500 });
    expect(after('functionFailed', { attempts: 2 })).toEqual({ status: 'Retrying', waitMs: 1000 });
    expect(after('functionFailed', { attempts: 3 })).toEqual({ status: 'Retrying', waitMs: 2000 });
    expect(after('functionFailed', { attempts: 4 })).toEqual({ status: 'Failed' });
  });

  it('that failed, a function without retries has none', () => {
    expect(after('functionFailed', { retries: 0 })).toEqual({ status: 'Failed' });
  });

  it('that nobody took, it is offered again for five hours, at least once a minute', () => {
    const waits: number[] = [];
    let next = after('notTaken', { nowMs: 1000 });
    let nowMs = 1000;
    while ('waitMs' in next) {
      waits.push(next.waitMs);
      nowMs += next.waitMs;
      next = after('notTaken', { nowMs, offers: next.offers });
    }
    expect(waits.slice(0, 9)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(next).toEqual({ status: 'Failed' });
    expect(nowMs - 1000).toBeGreaterThanOrEqual(5 * 3_600_000);
    expect(nowMs - 1000).toBeLessThan(5 * 3_600_000 + 60_000);
  });
});
