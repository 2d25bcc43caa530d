import type { Clock } from '../ports/clock.ts';

/** Tells the milliseconds since it was asked last, first since it was made. */
export function stopwatch(clock: Clock): () => number {
  let before = clock.monotonicMs();
  return () => {
    const now = clock.monotonicMs();
    const ms = now - before;
    before = now;
    return ms;
  };
}
