import type { Unsubscribe } from '../shared/disposable.ts';

/** Time as an input, so that tests can hold it still. */
export interface Clock {
  /** The wall clock. */
  now(): Date;
  /** Milliseconds from an arbitrary start, never going back; with fractions. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with an AbortError when the signal says so. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms`, unless the returned function was called before; never keeps the process alive. */
  after(ms: number, callback: () => void): Unsubscribe;
}
