import type { GatewayFunction } from './gatewayBackend.ts';

/**
 * A function as GetFunction and ListFunctions tell it (docs: API reference 2023-03-30, Function): names and nesting are
 * those the official SDK reads. Environment variables are part of it, as in the cloud; passwords are not.
 */
export function describeFunction({ spec, imageId, changedAt }: GatewayFunction, accountId: string): object {
  const { functionName, region, container, initializer, preStop, gpu } = spec;
  const { image, port, entrypoint, command, healthCheck } = container;
  const changed = changedAt.toISOString();
  return {
    functionName,
    functionArn: `acs:fc:${region}:${accountId}:functions/${functionName}`,
    description: spec.description,
    runtime: 'custom-container',
    handler: spec.handler,
    cpu: spec.cpu,
    memorySize: spec.memorySize,
    diskSize: spec.diskSize,
    timeout: spec.timeout,
    instanceConcurrency: spec.instanceConcurrency,
    environmentVariables: spec.environmentVariables,
    customContainerConfig: {
      image,
      port,
      ...given({ entrypoint, command, healthCheckConfig: healthCheck }),
      ...(imageId === undefined ? {} : { resolvedImageUri: `${withoutTag(image)}@${imageId}` }),
    },
    instanceLifecycleConfig: given({ initializer, preStop }),
    internetAccess: spec.internetAccess,
    sessionAffinity: spec.sessionAffinity,
    instanceIsolationMode: spec.instanceIsolationMode,
    enableLongLiving: spec.enableLongLiving,
    layers: spec.layers.map((arn) => ({ arn })),
    tags: spec.tags,
    ...given({
      role: spec.role,
      gpuConfig: gpu && { gpuType: gpu.type, gpuMemorySize: gpu.memorySize },
      customDNS: spec.customDNS,
      resourceGroupId: spec.resourceGroupId,
      // text in JSON (docs: the same)
      sessionAffinityConfig: spec.sessionAffinityConfig && JSON.stringify(spec.sessionAffinityConfig),
      // what `auto` stands for is decided when it is deployed
      logConfig: unlessAuto(spec.logConfig),
      nasConfig: unlessAuto(spec.nasConfig),
      ossMountConfig: unlessAuto(spec.ossMountConfig),
      vpcConfig: unlessAuto(unlessAuto(spec.vpcConfig)?.vSwitchIds) && spec.vpcConfig,
    }),
    createdTime: changed,
    lastModifiedTime: changed,
  };
}

function unlessAuto<T extends object>(config: 'auto' | T | undefined): T | undefined {
  return config === 'auto' ? undefined : config;
}

function withoutTag(image: string): string {
  return image.replace(/(?:@.*|:[^/:]*)$/, '');
}

function given(properties: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
