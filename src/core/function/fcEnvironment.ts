import type { FcCredentials } from '../ports/credentials.ts';
import { requireSmallEnvironment } from './environmentSize.ts';
import type { FunctionSpec } from './functionSpec.ts';

export interface FcEnvironmentOptions {
  readonly spec: FunctionSpec;
  readonly instanceId: string;
  readonly accountId: string;
  /** Those of the function's role. */
  readonly credentials?: FcCredentials | undefined;
  /** Whether nobody listens on CAPort: the container runs once per event. */
  readonly nonWeb?: boolean | undefined;
}

/**
 * The environment a container starts with: the function's own variables and what the platform adds.
 *
 * The platform's part is what a dump from inside a real FC 3.0 custom container showed, no more: the documented names
 * (environment variables docs, "reserved variables") and three undocumented ones. Of the documented list
 * `FC_FUNC_CODE_PATH` is left out because that dump did not have it (a container has no code package), and the
 * `ALIBABA_CLOUD_*` credentials are only there for a function with a role. `TZ` is not set: without it a container runs
 * in UTC, which is the platform's default too.
 * @throws FcError `ConfigInvalid` when the function's own variables are more than the platform takes
 */
export function fcEnvironment(options: FcEnvironmentOptions): Record<string, string> {
  const { spec, instanceId, accountId, credentials, nonWeb = false } = options;
  requireSmallEnvironment(spec);
  return {
    ...spec.environmentVariables,
    // last, because these names are reserved: a function cannot replace them
    FC_ACCOUNT_ID: accountId,
    FC_REGION: spec.region,
    FC_FUNCTION_NAME: spec.functionName,
    FC_FUNCTION_HANDLER: spec.handler,
    FC_FUNCTION_MEMORY_SIZE: String(spec.memorySize),
    ...(nonWeb ? {} : { FC_CUSTOM_LISTEN_PORT: String(spec.container.port) }),
    FC_INSTANCE_ID: instanceId,
    FC_CONTAINER_ID: instanceId,
    SIGMA_APP_NAME: `fn-${spec.functionName}`,
    KATA_CONTAINER: 'true',
    ...(credentials === undefined ? {} : credentialVariables(credentials)),
  };
}

/** "Environment variables" docs: the credentials of the function's role. */
function credentialVariables(credentials: FcCredentials): Record<string, string> {
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken,
  };
}
