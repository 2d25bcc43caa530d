import type { ImageFacts } from '../ports/containerEngine.ts';
import type { Finding } from '../shared/finding.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { Instance } from '../instance/instance.ts';
import type { FunctionSource } from '../workspace/functionSource.ts';

/** What is being done to a function right now. */
export type FunctionActivity = 'building' | 'starting' | 'stopping';

/** One function as views draw it. */
export interface FunctionSnapshot {
  readonly spec: FunctionSpec;
  readonly activity?: FunctionActivity;
  /** The image on the engine, as far as it was looked at. */
  readonly image?: ImageFacts;
  /** Every instance that has a container, oldest first. */
  readonly instances: readonly Instance[];
  /** The one to show for the function: the newest that is ready, else the one that starts, else the last that ended. */
  readonly instance?: Instance;
  /** Where its HTTP trigger is reached on this machine, `http://127.0.0.1:<port>`; absent while it is stopped. */
  readonly url?: string;
  readonly startFailure?: StartFailure;
}

/** Everything a view needs, as plain data. */
export interface EmulatorSnapshot {
  /** Sorted by name. */
  readonly functions: readonly FunctionSnapshot[];
  /** Folders with a Dockerfile and no s.yaml. */
  readonly adoptable: readonly FunctionSource[];
  /** What is wrong in the s.yaml files, by file. */
  readonly configFindings: ReadonlyMap<string, readonly Finding[]>;
  /** Where the API is served, `http://127.0.0.1:<port>`; absent while it is not. */
  readonly gatewayUrl?: string;
}
