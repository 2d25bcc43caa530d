import type { GatewayFunction } from './gatewayBackend.ts';

/** A function as Function Compute 2.0 tells it (docs: API reference 2016-08-15, GetFunction). */
export function describeFunction2({ spec, changedAt }: GatewayFunction): object {
  const { container, initializer, preStop, gpu } = spec;
  const changed = changedAt.toISOString();
  return {
    functionName: spec.functionName,
    description: spec.description,
    runtime: 'custom-container',
    handler: spec.handler,
    cpu: spec.cpu,
    memorySize: spec.memorySize,
    diskSize: spec.diskSize,
    timeout: spec.timeout,
    instanceConcurrency: spec.instanceConcurrency,
    environmentVariables: spec.environmentVariables,
    caPort: container.port,
    customContainerConfig: {
      image: container.image,
      // lists in JSON; what 3.0 calls entrypoint and command (docs: CustomContainerConfig of both)
      ...(container.entrypoint === undefined ? {} : { command: JSON.stringify(container.entrypoint) }),
      ...(container.command === undefined ? {} : { args: JSON.stringify(container.command) }),
    },
    ...(container.healthCheck === undefined ? {} : { customHealthCheckConfig: container.healthCheck }),
    ...(initializer === undefined
      ? {}
      : { initializer: initializer.handler, initializationTimeout: initializer.timeout }),
    ...(preStop === undefined ? {} : { instanceLifecycleConfig: { preStop } }),
    ...(gpu === undefined ? {} : { instanceType: gpu.type, gpuMemorySize: gpu.memorySize }),
    createdTime: changed,
    lastModifiedTime: changed,
  };
}
