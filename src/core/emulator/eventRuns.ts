import { abortError } from '../shared/abort.ts';
import { FcError } from '../shared/fcError.ts';
import type { PoolLimits } from '../instance/instancePool.ts';

interface Waiter {
  readonly go: () => void;
  readonly giveUp: (error: Error) => void;
}

/** The runs of an image that serves nothing, one container each: bounded as instances are, and ended with them. */
export class EventRuns {
  readonly #running = new Map<AbortController, Promise<unknown>>();
  readonly #waiting: Waiter[] = [];

  /** Those under way, and those that wait. */
  get size(): number {
    return this.#running.size + this.#waiting.length;
  }

  /**
   * Runs a task when there is room for it.
   * @param signal the caller's; the task's own also says when the function is stopped
   * @throws FcError `ResourceExhausted`; AbortError; whatever the task throws
   */
  async run<T>(
    { maxInstances, maxQueued }: Pick<PoolLimits, 'maxInstances' | 'maxQueued'>,
    signal: AbortSignal,
    task: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#running.size >= maxInstances) {
      if (this.#waiting.length >= maxQueued)
        throw new FcError('ResourceExhausted', `${maxInstances} events run, and ${maxQueued} wait for their turn.`, {
          hint: 'Raise fcContainer.instance.maxInstances.',
        });
      await this.#turn(signal);
    }
    const own = new AbortController();
    const work = task(AbortSignal.any([signal, own.signal]));
    this.#running.set(own, work);
    try {
      return await work;
    } finally {
      this.#running.delete(own);
      this.#waiting.shift()?.go();
    }
  }

  /** Ends everything; resolves when nothing is left of it. */
  async stop(): Promise<void> {
    for (const waiter of this.#waiting.splice(0)) waiter.giveUp(abortError());
    for (const own of this.#running.keys()) own.abort();
    await Promise.allSettled(this.#running.values());
  }

  #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(abortError());
      };
      const waiter: Waiter = {
        go: () => {
          signal.removeEventListener('abort', cancel);
          resolve();
        },
        giveUp: (error) => {
          signal.removeEventListener('abort', cancel);
          reject(error);
        },
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiter);
    });
  }
}
