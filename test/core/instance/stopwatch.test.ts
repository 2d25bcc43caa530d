import { expect, it } from 'vitest';
import { stopwatch } from '../../../src/core/instance/stopwatch.ts';
import { FakeClock } from '../../support/fakeClock.ts';

it('A stopwatch tells how long each phase took', async () => {
  const clock = new FakeClock();
  const lap = stopwatch(clock);
  await clock.advance(30);
  expect(lap()).toBe(30);
  await clock.advance(12);
  expect(lap()).toBe(12);
  expect(lap()).toBe(0);
});
