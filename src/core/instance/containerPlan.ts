import type { ContainerPlan } from '../ports/containerEngine.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { fcEnvironment } from '../function/fcEnvironment.ts';
import { label, type Owner } from './labels.ts';

export interface ContainerPlanOptions {
  readonly spec: FunctionSpec;
  readonly instanceId: string;
  readonly hostPort: number;
  readonly accountId: string;
  readonly owner: Owner;
}

/** What the engine is asked for so that the container finds itself as in the cloud. */
export function containerPlan({ spec, instanceId, hostPort, accountId, owner }: ContainerPlanOptions): ContainerPlan {
  const { entrypoint, command } = spec.container;
  return {
    name: `fc-${spec.functionName}-${instanceId.slice(-12)}`,
    image: spec.container.image,
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
    environment: fcEnvironment({ spec, instanceId, accountId }),
    labels: {
      [label.managed]: 'true',
      [label.functionId]: spec.id,
      [label.functionName]: spec.functionName,
      [label.instanceId]: instanceId,
      [label.ownerProcess]: String(owner.processId),
      [label.ownerHost]: owner.host,
    },
    port: { container: spec.container.port, host: hostPort },
    memoryBytes: spec.memorySize * 1024 * 1024,
    cpus: spec.cpu,
  };
}
