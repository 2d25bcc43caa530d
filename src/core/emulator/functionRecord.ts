import type { ImageFacts } from '../ports/containerEngine.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { Instance } from '../instance/instance.ts';
import { isAlive } from '../instance/instanceMoves.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import type { InstanceLog } from '../log/instanceLog.ts';
import type { FunctionActivity, FunctionSnapshot } from './snapshot.ts';

/** What the emulator knows about one function; the only mutable state of a function there is. */
export class FunctionRecord {
  spec: FunctionSpec;
  activity: FunctionActivity | undefined;
  image: ImageFacts | undefined;
  /** Facts of the external base images, by reference. */
  bases: ReadonlyMap<string, ImageFacts> = new Map();
  startFailure: StartFailure | undefined;
  /** The record of an instance that is starting or ended. */
  lastInstance: Instance | undefined;
  /** The log of the newest instance. */
  log: InstanceLog | undefined;
  /** The newest instance that became ready, whatever became of it. */
  latest: RunningInstance | undefined;
  /** One for each start that somebody waits for. */
  readonly starts = new Set<AbortController>();

  constructor(spec: FunctionSpec) {
    this.spec = spec;
  }

  /** The instance that takes requests. */
  get running(): RunningInstance | undefined {
    return this.latest?.takesRequests ? this.latest : undefined;
  }

  /** Something is being done to it, or it has an instance: it must not be forgotten. */
  get inUse(): boolean {
    return (
      this.activity !== undefined ||
      this.starts.size > 0 ||
      (this.latest !== undefined && isAlive(this.latest.record.state))
    );
  }

  get snapshot(): FunctionSnapshot {
    const instance = this.latest?.record ?? this.lastInstance;
    return {
      spec: this.spec,
      ...(this.activity === undefined ? {} : { activity: this.activity }),
      ...(this.image === undefined ? {} : { image: this.image }),
      ...(instance === undefined ? {} : { instance }),
      ...(this.startFailure === undefined ? {} : { startFailure: this.startFailure }),
    };
  }
}
