import type { Clock } from '../ports/clock.ts';
import type { ContainerExit } from '../ports/containerEngine.ts';

/**
 * A connection broke: did the container end? The socket breaks a moment before the engine reports the exit, so that
 * moment is waited for.
 * @returns `unknown` when the container was removed or the engine is gone; `undefined` when it lives
 */
export async function exitSoonAfter(
  exited: Promise<ContainerExit>,
  clock: Clock,
): Promise<ContainerExit | 'unknown' | undefined> {
  const enough = new AbortController();
  const known = exited.catch(() => 'unknown' as const);
  const waited = clock.sleep(300, enough.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([known, waited]);
  } finally {
    enough.abort();
  }
}
