import type { ImageFacts } from '../ports/containerEngine.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { HttpTriggerServer } from '../gateway/httpTrigger.ts';
import type { Instance } from '../instance/instance.ts';
import { isAlive } from '../instance/instanceMoves.ts';
import type { InstancePool } from '../instance/instancePool.ts';
import type { InstanceLog } from '../log/instanceLog.ts';
import { EventRuns } from './eventRuns.ts';
import type { FunctionActivity, FunctionSnapshot } from './snapshot.ts';

/** What the emulator knows about one function; the only mutable state of a function there is. */
export class FunctionRecord {
  spec: FunctionSpec;
  activity: FunctionActivity | undefined;
  image: ImageFacts | undefined;
  /** The image was looked for, and the engine does not have it. */
  isImageMissing = false;
  /** Facts of the external base images, by reference. */
  bases: ReadonlyMap<string, ImageFacts> = new Map();
  startFailure: StartFailure | undefined;
  readonly pool: InstancePool;
  /** What runs of it, when it serves nothing and runs once for each event. */
  readonly runs = new EventRuns();
  /** The logs of its instances, by instance id. */
  readonly logs = new Map<string, InstanceLog>();
  /** How instances that start were seen last, by instance id; one that became ready is in the pool. */
  readonly starting = new Map<string, Instance>();
  lastEnded: Instance | undefined;
  /** Its own local URL; open from the first start to the stop. */
  trigger: Promise<HttpTriggerServer> | undefined;
  url: string | undefined;
  /** Starts somebody asked for, also those that wait for their turn. */
  readonly askedStarts = new Set<AbortController>();
  /** Those who want to know why a start takes long. */
  readonly slowListeners = new Set<(found: readonly string[]) => void>();
  /** What was told once in its log and need not be told again. */
  readonly told = new Set<string>();
  /** When anything of it changed last. */
  changedAt: Date;

  constructor(spec: FunctionSpec, poolOf: (record: FunctionRecord) => InstancePool, now: Date) {
    this.spec = spec;
    this.changedAt = now;
    this.pool = poolOf(this);
  }

  /** Something is being done to it, or it has an instance: it must not be forgotten. */
  get inUse(): boolean {
    return (
      this.activity !== undefined ||
      this.pool.starting > 0 ||
      this.runs.size > 0 ||
      this.trigger !== undefined ||
      this.pool.instances.some(({ record }) => isAlive(record.state))
    );
  }

  get snapshot(): FunctionSnapshot {
    const { spec, image, url, startFailure } = this;
    const ready = this.pool.instances.map(({ record }) => record);
    const isReady = (id: string): boolean => ready.some(({ instanceId }) => instanceId === id);
    const starting = [...this.starting.values()].filter(({ instanceId }) => !isReady(instanceId));
    const instances = [...ready, ...starting];
    const instance = ready.findLast(({ state }) => state !== 'draining') ?? instances.at(-1) ?? this.lastEnded;
    const activity = this.activity ?? (ready.length === 0 && this.pool.starting > 0 ? 'starting' : undefined);
    return {
      spec,
      ...(activity === undefined ? {} : { activity }),
      ...(image === undefined ? {} : { image }),
      instances,
      ...(instance === undefined ? {} : { instance }),
      ...(url === undefined ? {} : { url }),
      ...(startFailure === undefined ? {} : { startFailure }),
    };
  }
}
