import type { FunctionSpec } from './functionSpec.ts';

export interface FcEnvironmentOptions {
  readonly spec: FunctionSpec;
  readonly instanceId: string;
  readonly accountId: string;
}

/**
 * The environment a container starts with: the function's own variables and what the platform adds.
 *
 * The platform's part is what a dump from inside a real FC 3.0 custom container showed, no more: the documented names
 * (environment variables docs, "reserved variables") and three undocumented ones. Of the documented list two groups are
 * left out because that dump did not have them: `FC_FUNC_CODE_PATH` (a container has no code package) and
 * `ALIBABA_CLOUD_*` credentials (only for a function with a role, and there is nobody here to assume it). `TZ` is not
 * set: without it a container runs in UTC, which is the platform's default too.
 */
export function fcEnvironment({ spec, instanceId, accountId }: FcEnvironmentOptions): Record<string, string> {
  return {
    ...spec.environmentVariables,
    // last, because names beginning with FC_ are reserved: a function cannot replace them
    FC_ACCOUNT_ID: accountId,
    FC_REGION: spec.region,
    FC_FUNCTION_NAME: spec.functionName,
    FC_FUNCTION_HANDLER: spec.handler,
    FC_FUNCTION_MEMORY_SIZE: String(spec.memorySize),
    FC_CUSTOM_LISTEN_PORT: String(spec.container.port),
    FC_INSTANCE_ID: instanceId,
    FC_CONTAINER_ID: instanceId,
    SIGMA_APP_NAME: `fn-${spec.functionName}`,
    KATA_CONTAINER: 'true',
  };
}
