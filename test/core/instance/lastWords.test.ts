import { describe, expect, it } from 'vitest';
import { lastWords } from '../../../src/core/instance/lastWords.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { withResolvers } from '../../support/withResolvers.ts';

describe('The last words of a container', () => {
  it('are waited for until its output ends', async () => {
    const clock = new FakeClock();
    const ended = withResolvers();
    const words = lastWords({ ended: ended.promise, close: () => undefined }, clock);
    ended.resolve(undefined);
    await words;
    expect(clock.sleeping).toBe(0);
  });

  it('are not waited for longer than half a second', async () => {
    const clock = new FakeClock();
    const words = lastWords({ ended: new Promise(() => undefined), close: () => undefined }, clock);
    await clock.advance(500);
    await words;
  });
});
