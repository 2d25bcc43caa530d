import type { Clock } from '../ports/clock.ts';
import type { ContainerOutput } from '../ports/containerEngine.ts';

/** The end of the output comes a moment after the end of the container. */
export async function lastWords(output: ContainerOutput, clock: Clock): Promise<void> {
  const enough = new AbortController();
  await Promise.race([output.ended, clock.sleep(500, enough.signal).catch(() => undefined)]);
  enough.abort();
}
