import type { ColdStart } from './coldStart.ts';

/**
 * The life of an instance:
 *
 *   starting ──► initializing ──► idle ◄──► busy
 *      │  │           │           ▲ │         │
 *      │  └───────────┼───────────┘ ├──► frozen ──► busy
 *      ▼              ▼             ▼         ▼
 *    failed        failed        draining ──► stopped
 *
 * `starting` the container exists, CAPort is not open yet · `initializing` its initializer runs · `idle` waits for a
 * request · `busy` answers at least one · `frozen` idle, and its processes are held still · `draining` takes no more ·
 * `stopped` its container is gone · `failed` it never became ready.
 */
export type InstanceState =
  'starting' | 'initializing' | 'idle' | 'busy' | 'frozen' | 'draining' | 'stopped' | 'failed';

/** Why an instance ended. */
export type TerminationReason =
  | 'user'
  | 'rebuilt'
  | 'idle'
  | 'timeout'
  | 'cancelled'
  | 'crashed'
  | 'oom'
  | 'engineLost'
  | 'startFailed'
  | 'deactivated';

/** One running container of a function, as plain data. */
export interface Instance {
  /** `FC_INSTANCE_ID`, `c-<8>-<8>-<12 hex>`. */
  readonly instanceId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly containerId: string;
  readonly imageId: string;
  /** Where the server listens inside. */
  readonly caPort: number;
  /** Where CAPort is published on 127.0.0.1: past the gateway; absent until the container runs. */
  readonly hostPort?: number;
  readonly state: InstanceState;
  /** `false`: its health check fails, and it gets no requests until it passes again. */
  readonly healthy: boolean;
  readonly termination?: TerminationReason;
  readonly startedAt: Date;
  /** Wall clock, while starting: when CAPort must be open. */
  readonly readyBy?: Date;
  /** What its start was made of; absent while starting. */
  readonly coldStart?: ColdStart;
}
