/**
 * The life of an instance:
 *
 *   starting ──► idle ◄──► busy
 *      │           │         │
 *      ▼           ▼         ▼
 *    failed      draining ──► stopped
 *
 * `starting` the container exists, CAPort is not open yet · `idle` waits for a request · `busy` answers one ·
 * `draining` takes no more · `stopped` its container is gone · `failed` it never became ready.
 * (`initializing` and `frozen` join with the lifecycle hooks and freezing.)
 */
export type InstanceState = 'starting' | 'idle' | 'busy' | 'draining' | 'stopped' | 'failed';

/** Why an instance ended. */
export type TerminationReason =
  'user' | 'rebuilt' | 'timeout' | 'cancelled' | 'crashed' | 'oom' | 'engineLost' | 'startFailed' | 'deactivated';

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
  /** Where CAPort is published on 127.0.0.1. */
  readonly hostPort: number;
  readonly state: InstanceState;
  readonly termination?: TerminationReason;
  readonly startedAt: Date;
  /** Milliseconds from the start command to the open CAPort; absent while starting. */
  readonly readyAfterMs?: number;
}
