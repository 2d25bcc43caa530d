import type { Clock } from '../ports/clock.ts';
import type { PortProbe } from './portProbe.ts';

/** Milliseconds between two probes: 5 finds a server 2 ms after it listens; after two seconds nobody needs that. */
const eagerIntervalMs = 5;
const patientIntervalMs = 25;
const eagerForMs = 2000;
/** A server that is not up by now deserves a look at what it listens on. */
const lookAfterMs = 1500;

export interface ReadinessOptions {
  readonly probes: readonly PortProbe[];
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Called once when the port is still closed after a while. */
  readonly onSlow: () => void;
  readonly signal: AbortSignal;
}

/**
 * Waits until CAPort accepts a real connection, as the platform's own L4 check does.
 * @param options.probes best first; the next one is used when one says `unreachable`
 * @returns the index of the probe that found it open, or `undefined` when the time is over
 * @throws AbortError
 */
export async function waitUntilReady(options: ReadinessOptions): Promise<number | undefined> {
  const { probes, clock, timeoutMs, onSlow, signal } = options;
  const started = clock.monotonicMs();
  let current = 0;
  let looked = false;
  for (;;) {
    signal.throwIfAborted();
    const answer = await probes[current]?.();
    signal.throwIfAborted();
    if (answer === 'open') return current;
    if (answer === 'unreachable' && current < probes.length - 1) {
      current++;
      continue;
    }
    const waited = clock.monotonicMs() - started;
    if (waited >= timeoutMs) return undefined;
    if (!looked && waited >= lookAfterMs) {
      looked = true;
      onSlow();
    }
    await clock.sleep(waited < eagerForMs ? eagerIntervalMs : patientIntervalMs, signal);
  }
}
