import type { Clock } from '../../../src/core/ports/clock.ts';
import { systemClock } from '../../../src/node/systemClock.ts';

/** The machine's own time, and how many timers on it have neither rung nor been taken back. */
export class CountingClock implements Clock {
  /** Where each of them was set. */
  readonly pending = new Map<symbol, string>();

  now(): Date {
    return systemClock.now();
  }

  monotonicMs(): number {
    return systemClock.monotonicMs();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const forget = this.#remember();
    await systemClock.sleep(ms, signal).finally(forget);
  }

  after(ms: number, callback: () => void): () => void {
    const forget = this.#remember();
    const cancel = systemClock.after(ms, () => {
      forget();
      callback();
    });
    return () => {
      forget();
      cancel();
    };
  }

  #remember(): () => void {
    const timer = Symbol('timer');
    const stack = new Error('a timer').stack ?? '';
    this.pending.set(timer, stack.split('\n').slice(3, 7).join('\n'));
    return () => void this.pending.delete(timer);
  }
}
