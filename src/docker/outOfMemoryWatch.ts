import { setTimeout as sleep } from 'node:timers/promises';
import type { Unsubscribe } from '../core/shared/disposable.ts';
import { dialStream, type EngineConnection } from './engineConnection.ts';
import { jsonLines } from './jsonLines.ts';

type Listener = (containerId: string) => void;

const firstPauseMs = 250;
const longestPauseMs = 30_000;

/**
 * The engine's events of the kernel's killings for want of memory. The exit code is no witness: when a child is killed
 * and the first process lives on, there is none, and `OOMKilled` says so only after the end (tried on 20.10 and 28.5).
 * One connection for all listeners, opened anew when the engine breaks it.
 */
export class OutOfMemoryWatch {
  readonly #engine: EngineConnection;
  readonly #isOurs: (containerId: string) => boolean;
  readonly #listeners = new Set<Listener>();
  #watching: AbortController | undefined;

  constructor(engine: EngineConnection, isOurs: (containerId: string) => boolean) {
    this.#engine = engine;
    this.#isOurs = isOurs;
  }

  listen(listener: Listener): Unsubscribe {
    const own: Listener = (id) => listener(id); // the same one may listen twice
    this.#listeners.add(own);
    if (!this.#watching) {
      this.#watching = new AbortController();
      void this.#watch(this.#watching.signal);
    }
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#watching?.abort();
      this.#watching = undefined;
    };
  }

  async #watch(signal: AbortSignal): Promise<void> {
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const answered = await this.#follow(signal);
      if (answered) pauseMs = firstPauseMs;
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Resolves when the engine ended the stream, or would not even begin it: `false` then. */
  async #follow(signal: AbortSignal): Promise<boolean> {
    const query = { filters: JSON.stringify({ type: ['container'], event: ['oom'] }) };
    let answered = false;
    try {
      const events = await dialStream(this.#engine, { method: 'GET', path: '/events', query, signal });
      answered = true;
      for await (const event of jsonLines(events)) {
        const id = (event as { readonly Actor?: { readonly ID?: unknown } } | null)?.Actor?.ID;
        if (typeof id === 'string' && this.#isOurs(id)) for (const tell of [...this.#listeners]) tell(id);
      }
    } catch {
      // the engine was stopped or killed, or nobody listens any more
    }
    return answered;
  }
}
