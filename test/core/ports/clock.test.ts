import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeClock } from '../../support/fakeClock.ts';

/** A clock, and how its time passes when nobody sleeps for real. */
type ClockUnderTest = readonly [clock: Clock, pass: (ms: number) => void | Promise<void>];

const clocks: readonly (readonly [name: string, make: () => ClockUnderTest])[] = [
  ['system', () => [systemClock, () => undefined]],
  [
    'fake',
    () => {
      const clock = new FakeClock();
      return [clock, async (ms) => clock.advance(ms)];
    },
  ],
];

for (const [name, make] of clocks) {
  describe(`The ${name} clock`, () => {
    it('sleeps as long as it was told', async () => {
      const [clock, pass] = make();
      const [now, started] = [clock.now().getTime(), clock.monotonicMs()];
      const sleeping = clock.sleep(20);
      await pass(20);
      await sleeping;
      expect(clock.monotonicMs() - started).toBeGreaterThanOrEqual(19);
      expect(clock.now().getTime() - now).toBeGreaterThanOrEqual(19);
    });

    it('wakes up when it is cancelled, and does not fall asleep after', async () => {
      const [clock] = make();
      const cancel = new AbortController();
      const sleeping = clock.sleep(60_000, cancel.signal);
      cancel.abort();
      await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' });
      await expect(clock.sleep(60_000, cancel.signal)).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('calls back once when the time has come, and not before', async () => {
      const [clock, pass] = make();
      const started = clock.monotonicMs();
      const calls: number[] = [];
      const called = new Promise<void>((resolve) => {
        clock.after(20, () => {
          calls.push(clock.monotonicMs() - started);
          resolve();
        });
      });
      expect(calls).toEqual([]);
      await pass(20);
      await called;
      await pass(20);
      expect(calls).toEqual([expect.toSatisfy((ms: number) => ms >= 19)]);
    });

    it('does not call back whoever does not want it any more', async () => {
      const [clock, pass] = make();
      const calls: string[] = [];
      const forget = clock.after(5, () => calls.push('forgotten'));
      const called = new Promise<void>((resolve) => {
        clock.after(10, () => {
          calls.push('wanted');
          resolve();
        });
      });
      forget();
      await pass(10);
      await called;
      expect(calls).toEqual(['wanted']);
      forget();
    });
  });
}

describe('The system clock', () => {
  it('lets the process end although somebody is to be called back', () => {
    const keepingAlive = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = keepingAlive();
    const forget = systemClock.after(60_000, () => undefined);
    expect(keepingAlive()).toBe(before);
    forget();
  });
});

describe('The fake clock', () => {
  it('wakes sleepers in the order of their time, also those who fall asleep on the way', async () => {
    const clock = new FakeClock();
    const woken: string[] = [];
    const twice = async (): Promise<void> => {
      await clock.sleep(10);
      woken.push(`first at ${clock.monotonicMs()}`);
      await clock.sleep(10);
      woken.push(`again at ${clock.monotonicMs()}`);
    };
    void twice();
    void clock.sleep(15).then(() => woken.push(`other at ${clock.monotonicMs()}`));
    clock.after(12, () => woken.push(`called at ${clock.monotonicMs()}`));
    expect(clock.sleeping).toBe(3);
    await clock.advance(30);
    expect(woken).toEqual(['first at 10', 'called at 12', 'other at 15', 'again at 20']);
    expect(clock.sleeping).toBe(0);
    expect(clock.monotonicMs()).toBe(30);
  });
});
