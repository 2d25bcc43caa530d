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
  });
}

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
    expect(clock.sleeping).toBe(2);
    await clock.advance(30);
    expect(woken).toEqual(['first at 10', 'other at 15', 'again at 20']);
    expect(clock.monotonicMs()).toBe(30);
  });
});
