import type { Unsubscribe } from './disposable.ts';

/** A typed event: listeners are called in order of subscription; one that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Subscribes; the returned function ends the subscription. */
  readonly event = (listener: (value: T) => void): Unsubscribe => {
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  };

  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        // not in silence, but after everybody has heard and outside the work of whoever tells: a view that fails to
        // draw must not keep a container from being stopped
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
