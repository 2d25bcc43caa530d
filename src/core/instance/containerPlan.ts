import type { ContainerPlan, DnsPlan, FolderMount } from '../ports/containerEngine.ts';
import type { FcCredentials } from '../ports/credentials.ts';
import { fcEnvironment } from '../function/fcEnvironment.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { label, type Owner } from './labels.ts';

export interface ContainerPlanOptions {
  readonly spec: FunctionSpec;
  readonly instanceId: string;
  readonly accountId: string;
  readonly owner: Owner;
  /** Those of the function's role. */
  readonly credentials?: FcCredentials | undefined;
  /** The folders that stand for its NAS and OSS mounts. */
  readonly mounts?: readonly FolderMount[];
  /** Whether nobody listens on CAPort: the container runs once per event. */
  readonly nonWeb?: boolean;
}

const megabyte = 1024 * 1024;

/**
 * What the engine is asked for so that the container finds itself as in the cloud.
 * @throws FcError `ConfigInvalid` when the function's environment is more than the platform takes
 */
export function containerPlan(options: ContainerPlanOptions): ContainerPlan {
  const { spec, instanceId, owner, mounts = [], nonWeb = false } = options;
  const { entrypoint, command } = spec.container;
  const dns = dnsOf(spec);
  const user = userOf(spec);
  return {
    name: `fc-${spec.functionName}-${instanceId.slice(-12)}`,
    image: spec.container.image,
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
    environment: fcEnvironment(options),
    labels: {
      [label.managed]: 'true',
      [label.functionId]: spec.id,
      [label.functionName]: spec.functionName,
      [label.instanceId]: instanceId,
      [label.ownerProcess]: String(owner.processId),
      [label.ownerHost]: owner.host,
    },
    ...(nonWeb ? {} : { port: spec.container.port }),
    memoryBytes: spec.memorySize * megabyte,
    cpus: spec.cpu,
    diskBytes: spec.diskSize * megabyte,
    mounts,
    ...(dns === undefined ? {} : { dns }),
    ...(user === undefined ? {} : { user }),
  };
}

/** "Custom DNS" docs: the lines of `resolv.conf`. */
function dnsOf({ customDNS }: FunctionSpec): DnsPlan | undefined {
  if (customDNS === undefined) return undefined;
  const { nameServers, searches, dnsOptions } = customDNS;
  if (nameServers.length + searches.length + dnsOptions.length === 0) return undefined;
  return {
    nameServers,
    searches,
    options: dnsOptions.map(({ name, value }) => (value === '' ? name : `${name}:${value}`)),
  };
}

/**
 * "Configure a NAS file system" docs: with a user or a group other than root's the whole instance runs as them, whatever
 * the image says. -1 in the API is the default, which is root.
 */
function userOf({ nasConfig }: FunctionSpec): string | undefined {
  if (nasConfig === undefined || nasConfig === 'auto') return undefined;
  const user = Math.max(nasConfig.userId, 0);
  const group = Math.max(nasConfig.groupId, 0);
  return user === 0 && group === 0 ? undefined : `${user}:${group}`;
}
