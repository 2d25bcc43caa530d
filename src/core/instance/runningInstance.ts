import { Agent } from 'node:http';
import type { ContainerExit } from '../ports/containerEngine.ts';
import { Slots } from '../shared/slots.ts';
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
  /** Resolves when the container has ended, for whatever reason. */
  readonly exited: Promise<ContainerExit>;
  /** Connections are kept and reused for as long as the server keeps them, as the platform does. */
  readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity, scheduling: 'fifo' });
  #record: Instance;
  readonly #slots: Slots;
  #inFlight = 0;
  readonly #onChange: () => void;
  readonly #release: () => Promise<void>;

  constructor(options: {
    record: Instance;
    address: InstanceAddress;
    exited: Promise<ContainerExit>;
    concurrency: number;
    onChange: () => void;
    /** Frees what the start took: the container, the host port, the attached output. */
    release: () => Promise<void>;
  }) {
    this.#record = options.record;
    this.address = options.address;
    this.exited = options.exited;
    this.#slots = new Slots(options.concurrency);
    this.#onChange = options.onChange;
    this.#release = options.release;
  }

  get record(): Instance {
    return this.#record;
  }

  /**
   * Takes a request as soon as fewer than `instanceConcurrency` are being served; the returned function gives it back.
   * @throws AbortError
   */
  async occupy(signal: AbortSignal): Promise<() => void> {
    const leave = await this.#slots.enter(signal);
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

  /** Closes the connections and frees what the start took. */
  async release(): Promise<void> {
    this.agent.destroy();
    await this.#release();
  }
}
