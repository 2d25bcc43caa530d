import type { ContainerClient, ContainerExit } from '../ports/containerEngine.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { FcIdentity } from './fcHeaders.ts';
import type { Instance, InstanceState, TerminationReason } from './instance.ts';
import type { InstanceClient } from './instanceClient.ts';
import { isReady, move } from './instanceMoves.ts';

export interface RunningInstanceOptions {
  readonly record: Instance;
  /** What `s.yaml` said when it was started (edits reach the next instance), and who the function is. */
  readonly identity: FcIdentity;
  readonly client: InstanceClient;
  readonly containers: ContainerClient;
  /** Resolves when the container has ended, for whatever reason. */
  readonly exited: Promise<ContainerExit>;
  readonly onChange: (change: InstanceChange) => void;
  /** Frees what the start took: the container, the attached output. */
  readonly release: () => Promise<void>;
}

/** `load`: only between idle and busy, which may happen ten thousand times in a second. */
export type InstanceChange = 'state' | 'load';

/** A ready instance: its plain record, and what is needed to talk to it and to know when it ends. */
export class RunningInstance {
  /** Its credentials are replaced when they end. */
  identity: FcIdentity;
  readonly client: InstanceClient;
  /** The engine its container lives on, also when the session has moved to another one meanwhile. */
  readonly containers: ContainerClient;
  readonly exited: Promise<ContainerExit>;
  /** Monotonic milliseconds of the last call's end; of the start, before the first. */
  lastUsedMs = 0;
  #record: Instance;
  #inFlight = 0;
  readonly #onChange: (change: InstanceChange) => void;
  readonly #release: () => Promise<void>;
  #ending: Promise<void> | undefined;
  #freezing: Promise<void> | undefined;
  #drained: (() => void) | undefined;

  constructor(options: RunningInstanceOptions) {
    this.#record = options.record;
    this.identity = options.identity;
    this.client = options.client;
    this.containers = options.containers;
    this.exited = options.exited;
    this.#onChange = options.onChange;
    this.#release = options.release;
  }

  get record(): Instance {
    return this.#record;
  }

  get spec(): FunctionSpec {
    return this.identity.spec;
  }

  /** Calls being served. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** It became ready and is not ending. */
  get takesRequests(): boolean {
    return isReady(this.#record.state);
  }

  /** One more call may be given to it now. */
  get isFree(): boolean {
    return this.takesRequests && this.#record.healthy && this.#inFlight < this.spec.instanceConcurrency;
  }

  /** Counts a call in; `whenThawed` must have resolved before the call is sent. */
  enter(): void {
    this.#inFlight++;
    if (this.#record.state !== 'busy') this.move('busy');
  }

  /** Counts a call out. */
  leave(nowMs: number): void {
    this.#inFlight--;
    this.lastUsedMs = nowMs;
    if (this.#inFlight > 0) return;
    if (this.#record.state === 'busy') this.move('idle');
    this.#drained?.();
  }

  /** Holds the container still until the next call; @returns whether it was held. */
  async freeze(): Promise<boolean> {
    if (this.#record.state !== 'idle') return false;
    this.move('frozen');
    this.#freezing = this.containers.freeze(this.#record.containerId);
    try {
      await this.#freezing;
      return true;
    } catch (error) {
      if (this.record.state === 'frozen') this.move('idle');
      throw error;
    }
  }

  /** Lets a frozen container go on; resolves at once when it is not frozen. @returns whether it was. */
  async thaw(): Promise<boolean> {
    const freezing = this.#freezing;
    if (freezing === undefined) return false;
    this.#freezing = undefined;
    await freezing.catch(() => undefined); // it may be on its way still
    await this.containers.thaw(this.#record.containerId);
    return true;
  }

  get isHeldStill(): boolean {
    return this.#freezing !== undefined;
  }

  setHealthy(healthy: boolean): void {
    if (this.#record.healthy === healthy) return;
    this.#record = { ...this.#record, healthy };
    this.#onChange('state');
  }

  move(state: InstanceState, reason?: TerminationReason): void {
    const before = this.#record.state;
    this.#record = move(this.#record, state, reason);
    const isLoad = (before === 'idle' && state === 'busy') || (before === 'busy' && state === 'idle');
    this.#onChange(isLoad ? 'load' : 'state');
  }

  /** Resolves when no call is being served. */
  async drained(): Promise<void> {
    if (this.#inFlight === 0) return;
    await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  /** Ends it in the given way, once: whoever ends it again waits for the same end. */
  end(how: () => Promise<void>): Promise<void> {
    this.#ending ??= how();
    return this.#ending;
  }

  /** Resolves when nothing is left of an instance that is ending or ended, whatever came of it. */
  async gone(): Promise<void> {
    await this.#ending?.catch(() => undefined);
  }

  /** Closes the connections and frees what the start took. */
  async release(): Promise<void> {
    this.client.destroy();
    await this.#release();
  }
}
