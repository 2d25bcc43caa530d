import type { Clock } from '../ports/clock.ts';
import type { ContainerExit } from '../ports/containerEngine.ts';

const longestMs = 1000;

/**
 * A connection broke: did the container end? The socket breaks before the engine reports the exit (by 20 ms on a quiet
 * machine, by 300 ms on a busy one), so that moment is waited for.
 * @returns `unknown` when the container was removed or the engine is gone; `undefined` when it lives
 */
export async function exitSoonAfter(
  exited: Promise<ContainerExit>,
  clock: Clock,
): Promise<ContainerExit | 'unknown' | undefined> {
  const enough = new AbortController();
  const known = exited.catch(() => 'unknown' as const);
  const waited = clock.sleep(longestMs, enough.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([known, waited]);
  } finally {
    enough.abort();
  }
}
