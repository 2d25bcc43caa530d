import { describe, expect, it } from 'vitest';
import { SettlingEnds, type SettlingEnd } from '../../../src/core/log/settlingEnds.ts';
import { FakeClock } from '../../support/fakeClock.ts';

/** Ends that are written as `id@milliseconds`. */
function settle(): { readonly clock: FakeClock; readonly ends: SettlingEnds; readonly written: readonly string[] } {
  const clock = new FakeClock();
  const written: string[] = [];
  const ends = new SettlingEnds(clock, ({ requestId }) => written.push(`${requestId}@${clock.monotonicMs()}`));
  return { clock, ends, written };
}

const end = (requestId: string): SettlingEnd => ({ requestId, endedAt: new Date(0), texts: [], tail: [], notes: [] });

describe('The end of a call', () => {
  it('waits 20 ms after the last output, since its log may come after its answer', async () => {
    const { clock, ends, written } = settle();
    ends.callStarted();
    ends.outputCame(clock.monotonicMs());
    void ends.add(end('a'));
    await clock.advance(15);
    ends.outputCame(clock.monotonicMs());
    await clock.advance(1000);
    expect(written).toEqual(['a@35']);
  });

  it('waits 100 ms for a call that printed nothing', async () => {
    const { clock, ends, written } = settle();
    ends.outputCame(clock.monotonicMs()); // before it
    ends.callStarted();
    void ends.add(end('a'));
    await clock.advance(1000);
    expect(written).toEqual(['a@100']);
  });

  it('does not wait the 100 ms once output came late', async () => {
    const { clock, ends, written } = settle();
    ends.callStarted();
    void ends.add(end('a'));
    await clock.advance(30);
    ends.outputCame(clock.monotonicMs());
    await clock.advance(1000);
    expect(written).toEqual(['a@50']);
  });

  it('waits 300 ms at most for a function that never stops printing', async () => {
    const { clock, ends, written } = settle();
    void ends.add(end('a'));
    for (let count = 0; count < 100; count++) {
      ends.outputCame(clock.monotonicMs());
      await clock.advance(10);
    }
    expect(written).toEqual(['a@300']);
  });

  it('is written in its turn, whatever the number of calls, and one timer does it', async () => {
    const { clock, ends, written } = settle();
    ends.callStarted();
    ends.outputCame(0);
    for (const id of ['a', 'b', 'c']) {
      void ends.add(end(id));
      await clock.advance(5);
      expect(clock.sleeping).toBe(1);
    }
    await clock.advance(1000);
    expect(written).toEqual(['a@20', 'b@25', 'c@30']);
    expect(clock.sleeping).toBe(0);
  });

  it('is known to whoever waits for it', async () => {
    const { clock, ends, written } = settle();
    const seen: string[] = [];
    void ends.add(end('a')).then(() => seen.push(`ended ${written.join()}`));
    void ends.written('a').then(() => seen.push('settled'));
    await ends.written('b'); // nobody waits for that
    expect(seen).toEqual([]);
    await clock.advance(1000);
    expect(seen).toEqual(['ended a@100', 'settled']);
  });

  it('is written at once when nothing can come any more, and no timer is left', async () => {
    const { clock, ends, written } = settle();
    const ended = Promise.all([ends.add(end('a')), ends.add(end('b'))]);
    ends.close();
    await ended;
    expect(written).toEqual(['a@0', 'b@0']);
    expect(clock.sleeping).toBe(0);
  });
});
