import type { Clock } from '../../src/core/ports/clock.ts';
import { abortError } from '../../src/core/shared/abort.ts';
import type { Unsubscribe } from '../../src/core/shared/disposable.ts';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #ms = 0;
  readonly #start: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = new Date('2025-01-01T00:00:00Z')) {
    this.#start = start.getTime();
  }

  now(): Date {
    return new Date(this.#start + this.#ms);
  }

  monotonicMs(): number {
    return this.#ms;
  }

  /** How many sleep or wait for a call back: lets a test wait until somebody does, instead of guessing. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw abortError();
    await new Promise<void>((resolve, reject) => {
      const sleeper: Sleeper = { wakeAt: this.#ms + ms, wake: () => settle(resolve) };
      const onAbort = (): void => settle(() => reject(abortError()));
      const settle = (then: () => void): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
        then();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  after(ms: number, callback: () => void): Unsubscribe {
    const forget = (): unknown => this.#sleepers.delete(sleeper);
    const sleeper: Sleeper = {
      wakeAt: this.#ms + ms,
      wake: () => {
        forget();
        callback();
      },
    };
    this.#sleepers.add(sleeper);
    return () => void forget();
  }

  /** Moves time, waking everybody on the way in order; those who fall asleep again on the way are woken too. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    for (let next = this.#nextBefore(end); next; next = this.#nextBefore(end)) {
      this.#ms = Math.max(this.#ms, next.wakeAt);
      next.wake();
      await new Promise(setImmediate); // whoever was woken gets to act at that time
    }
    this.#ms = end;
  }

  #nextBefore(end: number): Sleeper | undefined {
    return [...this.#sleepers].filter(({ wakeAt }) => wakeAt <= end).sort((a, b) => a.wakeAt - b.wakeAt)[0];
  }
}
