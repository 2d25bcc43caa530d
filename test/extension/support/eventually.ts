import { AssertionError } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until an assertion holds: for what the editor does in its own time.
 * @param check throws while it does not hold
 * @throws what the last check threw
 */
export async function eventually<T>(check: () => T | Promise<T>, limitMs = 10_000): Promise<T> {
  for (const end = performance.now() + limitMs; ;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end || !(error instanceof AssertionError)) throw error;
    }
    await sleep(25);
  }
}
