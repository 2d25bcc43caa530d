/**
 * Labels on everything we start, so that it can always be found again: `deactivate` does not run when an editor is
 * killed, therefore cleaning up must not depend on it.
 */
export const label = {
  /** Present on every container of ours. */
  managed: 'fc-containers.managed',
  functionId: 'fc-containers.function-id',
  functionName: 'fc-containers.function-name',
  instanceId: 'fc-containers.instance-id',
  /** Id of the process that started it, on the machine of `ownerHost`. */
  ownerProcess: 'fc-containers.owner-process',
  ownerHost: 'fc-containers.owner-host',
} as const;

/** Who starts containers: this process on this machine. */
export interface Owner {
  readonly processId: number;
  readonly host: string;
}

/** Selects every container of ours. */
export const managedContainers: Readonly<Record<string, string>> = { [label.managed]: 'true' };
