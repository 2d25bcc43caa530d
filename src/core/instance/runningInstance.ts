import { Agent } from 'node:http';
import type { ContainerClient, ContainerExit } from '../ports/containerEngine.ts';
import { Slots } from '../shared/slots.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { Instance, InstanceState, TerminationReason } from './instance.ts';
import { move } from './instanceMoves.ts';

/** Where the server inside is dialled. */
export interface InstanceAddress {
  readonly host: string;
  readonly port: number;
}

/** A ready instance: its plain record, and what is needed to talk to it and to know when it ends. */
export class RunningInstance {
  readonly address: InstanceAddress;
  /** What `s.yaml` said when it was started: edits reach the next instance. */
  readonly spec: FunctionSpec;
  /** The engine its container lives on, also when the session has moved to another one meanwhile. */
  readonly containers: ContainerClient;
  /** Resolves when the container has ended, for whatever reason. */
  readonly exited: Promise<ContainerExit>;
  /** Connections are kept and reused for as long as the server keeps them, as the platform does. */
  readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity, scheduling: 'fifo' });
  #record: Instance;
  readonly #slots: Slots;
  #inFlight = 0;
  readonly #onChange: () => void;
  readonly #release: () => Promise<void>;
  #ending: Promise<void> | undefined;

  constructor(options: {
    record: Instance;
    spec: FunctionSpec;
    address: InstanceAddress;
    containers: ContainerClient;
    exited: Promise<ContainerExit>;
    onChange: () => void;
    /** Frees what the start took: the container, the host port, the attached output. */
    release: () => Promise<void>;
  }) {
    this.#record = options.record;
    this.address = options.address;
    this.spec = options.spec;
    this.containers = options.containers;
    this.exited = options.exited;
    this.#slots = new Slots(options.spec.instanceConcurrency);
    this.#onChange = options.onChange;
    this.#release = options.release;
  }

  get record(): Instance {
    return this.#record;
  }

  get takesRequests(): boolean {
    return this.#record.state === 'idle' || this.#record.state === 'busy';
  }

  /**
   * Takes a request as soon as fewer than `instanceConcurrency` are being served; the returned function gives it back.
   * @returns `undefined` when the instance ended while the request waited for its turn: another one has to take it
   * @throws AbortError
   */
  async occupy(signal: AbortSignal): Promise<(() => void) | undefined> {
    const leave = await this.#slots.enter(signal);
    if (!this.takesRequests) {
      leave();
      return undefined;
    }
    this.#inFlight++;
    if (this.#record.state === 'idle') this.move('busy');
    return () => {
      this.#inFlight--;
      if (this.#inFlight === 0 && this.#record.state === 'busy') this.move('idle');
      leave();
    };
  }

  move(state: InstanceState, reason?: TerminationReason): void {
    this.#record = move(this.#record, state, reason);
    this.#onChange();
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
    this.agent.destroy();
    await this.#release();
  }
}
