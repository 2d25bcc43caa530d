import type { Clock } from '../ports/clock.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import type { RunningInstance } from './runningInstance.ts';

export interface IdleInstancesOptions {
  /** All there are, in the order they were started; the list changes. */
  readonly instances: readonly RunningInstance[];
  readonly limits: () => IdleLimits;
  /** How many of those that are alive need not be kept. */
  readonly spare: () => number;
  readonly end: (instance: RunningInstance) => void;
  readonly onFrozen: (instance: RunningInstance) => void;
  readonly clock: Clock;
}

export interface IdleLimits {
  /** Milliseconds without a call after which an instance is ended; 0: never. */
  readonly idleMs: number;
  /** Whether idle instances are held still. */
  readonly freeze: boolean;
}

/** The cloud freezes right after a call; a moment's grace spares calls in quick succession the way there and back. */
const freezeAfterMs = 100;

/**
 * What becomes of instances nobody uses: they are held still, and those that need not be kept are ended, the newest
 * first. One timer for all of them: calls come and go too often for timers of their own.
 */
export class IdleInstances {
  readonly #options: IdleInstancesOptions;
  #timer: Unsubscribe | undefined;
  #timerAtMs = 0;

  constructor(options: IdleInstancesOptions) {
    this.#options = options;
  }

  /** An instance became idle: looks after it when its time has come. Cheap: this comes with every call. */
  lookAfter(): void {
    const { instances, limits, clock } = this.#options;
    const { freeze, idleMs } = limits();
    const endMs = idleMs > 0 ? idleMs : Infinity;
    const soonestMs = freeze ? Math.min(freezeAfterMs, endMs) : endMs;
    if (soonestMs === Infinity) return;
    const now = clock.monotonicMs();
    if (this.#timer !== undefined && this.#timerAtMs <= now + soonestMs) return;
    const idle = instances.filter(isIdle);
    if (idle.length === 0) return;
    const due = idle
      .flatMap(({ lastUsedMs, record }) => [
        lastUsedMs + (record.state === 'idle' ? soonestMs : endMs),
        lastUsedMs + endMs,
      ])
      .filter((ms) => ms > now);
    const inMs = Math.max(1, Math.min(...due, now + endMs) - now);
    if (inMs === Infinity) return;
    this.#timer?.(); // it waits for something later
    this.#timerAtMs = now + inMs;
    this.#timer = clock.after(inMs, () => {
      this.#timer = undefined;
      this.#endUnused();
      this.#freeze();
      this.lookAfter();
    });
  }

  /** Nobody needs to be looked after any more. */
  forget(): void {
    this.#timer?.();
    this.#timer = undefined;
  }

  #endUnused(): void {
    const { instances, limits, spare, end, clock } = this.#options;
    const { idleMs } = limits();
    if (idleMs === 0) return;
    const longAgo = clock.monotonicMs() - idleMs;
    const unused = instances.filter((instance) => isIdle(instance) && instance.lastUsedMs <= longAgo);
    for (const instance of unused.reverse().slice(0, Math.max(0, spare()))) end(instance);
  }

  #freeze(): void {
    const { instances, limits, onFrozen, clock } = this.#options;
    if (!limits().freeze) return;
    const before = clock.monotonicMs() - freezeAfterMs;
    for (const instance of instances) {
      if (instance.record.state !== 'idle' || instance.lastUsedMs > before) continue;
      instance.freeze().then(
        (frozen) => {
          if (frozen) onFrozen(instance);
        },
        () => undefined, // it goes on running: more than the cloud gives, nothing to stop for
      );
    }
  }
}

function isIdle({ record }: RunningInstance): boolean {
  return record.state === 'idle' || record.state === 'frozen';
}
