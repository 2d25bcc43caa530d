import type { Clock } from '../ports/clock.ts';
import { abortError, isAbortError } from '../shared/abort.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import { FcError } from '../shared/fcError.ts';
import { IdleInstances, type IdleLimits } from './idleInstances.ts';
import type { TerminationReason } from './instance.ts';
import type { RunningInstance } from './runningInstance.ts';

export interface PoolLimits extends IdleLimits {
  /** Instances side by side, starting ones included. */
  readonly maxInstances: number;
  /** Requests that may wait for a free instance. */
  readonly maxQueued: number;
  /** Instances that are kept, whether they are used or not. */
  readonly minInstances: number;
  /** Calls one instance serves at a time. */
  readonly concurrency: number;
}

export interface PoolOptions {
  readonly functionName: string;
  readonly limits: () => PoolLimits;
  /** Starts one more instance. */
  readonly start: (signal: AbortSignal) => Promise<RunningInstance>;
  /** Ends one; resolves when nothing is left of it. @throws FcError when the engine could not do it */
  readonly stop: (instance: RunningInstance, reason: TerminationReason) => Promise<void>;
  readonly onFrozen: (instance: RunningInstance) => void;
  readonly onThawed: (instance: RunningInstance) => void;
  readonly clock: Clock;
}

/** An instance with room made in it for one call. */
export interface Place {
  readonly instance: RunningInstance;
  /** The call had the instance started, and waited for it. */
  readonly isColdStart: boolean;
}

interface Waiter {
  readonly resolve: (place: Place) => void;
  readonly reject: (error: Error) => void;
}

/** Pauses before an instance that is to be kept is started again, doubled each time: a crash must not become a storm. */
const firstReplacementMs = 1000;
const longestReplacementMs = 60_000;

/**
 * The instances of one function. A call gets one that has room; when all are busy one more is started, up to a limit;
 * then calls wait in order, up to a limit; then they are refused as the platform refuses them (docs: instance
 * concurrency; on-demand scaling limits, 429).
 */
export class InstancePool {
  readonly #options: PoolOptions;
  readonly #instances: RunningInstance[] = [];
  /** Starts under way, and what comes when nothing is left of one that was ended. */
  readonly #starts = new Map<AbortController, Promise<void>>();
  readonly #waiting: Waiter[] = [];
  /** Somebody started it by hand: it keeps one instance until it is stopped. */
  #isHeld = false;
  /** It has been used since it was stopped last. */
  #isActive = false;
  readonly #idle: IdleInstances;
  #replacement: Unsubscribe | undefined;
  #replacementMs = firstReplacementMs;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#idle = new IdleInstances({
      ...options,
      instances: this.#instances,
      spare: () => this.#alive - this.#kept,
      end: (instance) => this.#end(instance, 'idle'),
    });
  }

  /** Those that became ready and are not gone yet. */
  get instances(): readonly RunningInstance[] {
    return this.#instances;
  }

  /** Starts under way; those that were ended and are not gone yet count no more. */
  get starting(): number {
    let starting = 0;
    for (const { signal } of this.#starts.keys()) if (!signal.aborted) starting++;
    return starting;
  }

  /**
   * Room for one call, now or as soon as there is some. Give it back with `leave`.
   * @throws FcError `ResourceExhausted`; what a start failed with; AbortError
   */
  async take(signal?: AbortSignal): Promise<Place> {
    signal?.throwIfAborted();
    this.#isActive = true;
    const instance = this.#waiting.length === 0 ? this.#free() : undefined;
    const place = instance === undefined ? await this.#wait(signal) : { instance, isColdStart: false };
    if (instance !== undefined) instance.enter();
    if (!place.instance.isHeldStill) return place;
    try {
      if (await place.instance.thaw()) this.#options.onThawed(place.instance);
    } catch (error) {
      this.leave(place.instance);
      throw error;
    }
    return place;
  }

  /** A call has ended: whoever waits longest takes its place. */
  leave(instance: RunningInstance): void {
    const now = this.#options.clock.monotonicMs();
    const next = this.#waiting.length > 0 && instance.takesRequests && instance.record.healthy;
    if (next) {
      // in and out in one move: a function under load does not flicker between busy and idle
      instance.enter();
      instance.leave(now);
      this.#waiting.shift()?.resolve({ instance, isColdStart: false });
      return;
    }
    instance.leave(now);
    if (this.#waiting.length > 0) this.#startForWaiting(); // it is ending: somebody else has to serve them
    if (instance.inFlight === 0) this.#keepUp();
  }

  /** At least one instance, which stays until it is stopped. */
  async hold(signal?: AbortSignal): Promise<RunningInstance> {
    const before = this.#isHeld;
    this.#isHeld = true;
    try {
      return await this.ensure(signal);
    } catch (error) {
      this.#isHeld = before;
      this.#endNeedlessStarts();
      throw error;
    }
  }

  /** At least one instance. */
  async ensure(signal?: AbortSignal): Promise<RunningInstance> {
    const ready = this.#instances.find((instance) => instance.takesRequests);
    if (ready !== undefined) return ready;
    const { instance } = await this.take(signal);
    this.leave(instance);
    return instance;
  }

  /** Ends everything: instances, starts, and calls that wait. */
  async stop(reason: TerminationReason): Promise<void> {
    this.#isHeld = false;
    this.#isActive = false;
    this.#idle.forget();
    this.#replacement?.();
    this.#replacement = undefined;
    const starts = [...this.#starts];
    for (const [start] of starts) start.abort();
    for (const waiter of this.#waiting.splice(0)) waiter.reject(abortError());
    await Promise.all([
      ...this.#instances.map((instance) => this.#options.stop(instance, reason)),
      ...starts.map(([, settled]) => settled),
    ]);
  }

  /** Ends the instances of other images once they have answered what they are at; new calls get new instances. */
  retire(imageId: string): readonly RunningInstance[] {
    const old = this.#instances.filter(({ record, takesRequests }) => takesRequests && record.imageId !== imageId);
    for (const instance of old) this.#end(instance, 'rebuilt');
    return old;
  }

  /** The pool must be told when an instance of it has ended, by itself or not. */
  ended(instance: RunningInstance): void {
    const at = this.#instances.indexOf(instance);
    if (at >= 0) this.#instances.splice(at, 1);
    this.#startForWaiting();
    this.#replaceKept();
  }

  /** An instance became healthy again, or limits were raised: calls that wait may go on. */
  serveWaiting(): void {
    for (let instance = this.#free(); instance !== undefined && this.#waiting.length > 0; instance = this.#free()) {
      instance.enter();
      this.#waiting.shift()?.resolve({ instance, isColdStart: false });
    }
    this.#startForWaiting();
  }

  /** One with room: one that runs before one that is frozen, the most used first, so that the others become idle. */
  #free(): RunningInstance | undefined {
    let frozen: RunningInstance | undefined;
    for (const instance of this.#instances) {
      if (!instance.isFree) continue;
      if (!instance.isHeldStill) return instance;
      frozen ??= instance;
    }
    return frozen;
  }

  #wait(signal: AbortSignal | undefined): Promise<Place> {
    const { maxQueued, maxInstances } = this.#options.limits();
    const beingStarted = this.starting;
    const canStart = this.#alive + beingStarted < maxInstances;
    if (!canStart && this.#waiting.length >= maxQueued + beingStarted * this.#options.limits().concurrency)
      return Promise.reject(
        new FcError(
          'ResourceExhausted',
          `${this.#options.functionName} has ${maxInstances} busy instances, and ${maxQueued} requests wait for one.`,
          { hint: 'Raise fcContainer.instance.maxInstances, or instanceConcurrency in s.yaml.' },
        ),
      );
    return new Promise((resolve, reject) => {
      const forget = (): void => signal?.removeEventListener('abort', giveUp);
      const waiter: Waiter = {
        resolve: (place) => {
          forget();
          resolve(place);
        },
        reject: (error) => {
          forget();
          reject(error);
        },
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        this.#endNeedlessStarts();
        reject(abortError());
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiter);
      this.#startForWaiting();
    });
  }

  /** Ends one that nobody waits for; what the engine could not do is traced where it is done. */
  #end(instance: RunningInstance, reason: TerminationReason): void {
    this.#options.stop(instance, reason).catch(() => undefined);
  }

  get #alive(): number {
    return this.#instances.filter(({ takesRequests }) => takesRequests).length;
  }

  #startForWaiting(): void {
    const { maxInstances, concurrency } = this.#options.limits();
    while (this.#waiting.length > this.starting * concurrency && this.#alive + this.starting < maxInstances)
      this.#startOne();
  }

  /** Nobody waits any more, and nothing says it should be kept: a start nobody needs is ended. */
  #endNeedlessStarts(): void {
    if (this.#waiting.length > 0 || this.#kept > this.#alive) return;
    for (const start of this.#starts.keys()) start.abort();
  }

  #startOne(): void {
    const { start, clock } = this.#options;
    const own = new AbortController();
    const settled = start(own.signal).then(
      async (instance) => {
        this.#starts.delete(own);
        this.#instances.push(instance);
        instance.lastUsedMs = clock.monotonicMs();
        if (own.signal.aborted) {
          await this.#options.stop(instance, 'user').catch(() => undefined);
          return;
        }
        let isColdStart = true; // for whoever waited longest: that one it was started for
        while (this.#waiting.length > 0 && instance.isFree) {
          instance.enter();
          this.#waiting.shift()?.resolve({ instance, isColdStart });
          isColdStart = false;
        }
        this.#keepUp();
        this.#startForWaiting();
      },
      (error: unknown) => {
        this.#starts.delete(own);
        // one that was ended is no news to those who came afterwards
        if (own.signal.aborted) this.#startForWaiting();
        else this.#failWaiting(error instanceof Error ? error : new Error(String(error)));
      },
    );
    this.#starts.set(own, settled);
  }

  /**
   * A start failed. While there is hope (an instance that answers, another start) it is told to one call only, as the
   * platform binds a call to the instance it started; else to all: to start the same thing for each would tell no more.
   */
  #failWaiting(error: Error): void {
    const hope = this.#alive > 0 || this.starting > 0;
    const told = hope ? this.#waiting.splice(0, 1) : this.#waiting.splice(0);
    for (const waiter of told) waiter.reject(error);
    if (!isAbortError(error)) this.#isHeld = false; // it does not start: nobody has anything of trying on
    if (hope) this.#startForWaiting();
  }

  /** How many there should be at least. */
  get #kept(): number {
    const { minInstances, maxInstances } = this.#options.limits();
    const kept = Math.max(this.#isActive ? minInstances : 0, this.#isHeld ? 1 : 0);
    return Math.min(kept, maxInstances);
  }

  /** The instances that must be kept warm are started; later, if those before them ended by themselves. */
  #keepUp(): void {
    while (this.#isActive && this.#alive + this.starting < this.#options.limits().minInstances) {
      if (this.#alive + this.starting >= this.#options.limits().maxInstances || this.#replacement) break;
      this.#startOne();
    }
    this.#idle.lookAfter();
  }

  #replaceKept(): void {
    const { minInstances } = this.#options.limits();
    if (!this.#isActive || minInstances === 0 || this.#alive + this.starting >= minInstances) return;
    this.#replacement ??= this.#options.clock.after(this.#replacementMs, () => {
      this.#replacement = undefined;
      this.#replacementMs = Math.min(this.#replacementMs * 2, longestReplacementMs);
      this.#keepUp();
    });
  }
}
