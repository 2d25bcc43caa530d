/**
 * What the platform does around the instance of a function: the network, storage, log and scaling of `s.yaml`. Names and
 * nesting are those of fc3 `src/schema.json`, defaults those of fc3 `src/default/config.ts` and of the API reference.
 */
export interface CloudConfig {
  readonly internetAccess: boolean;
  /** Nothing is logged without it. */
  readonly logConfig?: 'auto' | LogConfig;
  readonly vpcConfig?: 'auto' | VpcConfig;
  /** The VPCs calls may come from; from everywhere when absent. */
  readonly vpcBinding?: { readonly vpcIds: readonly string[] };
  readonly customDNS?: CustomDns;
  readonly nasConfig?: 'auto' | NasConfig;
  readonly ossMountConfig?: 'auto' | OssMountConfig;
  readonly asyncInvokeConfig: AsyncInvokeConfig;
  /** Without it the function shares the quota of the region. */
  readonly concurrencyConfig?: { readonly reservedConcurrency: number };
  readonly provisionConfig?: ProvisionConfig;
  readonly scalingConfig?: { readonly minInstances: number };
  /** `NONE`, `GENERATED_COOKIE`, `HEADER_FIELD` or one for MCP, e.g. `MCP_SSE`. */
  readonly sessionAffinity: string;
  /** There as soon as there are sessions. */
  readonly sessionAffinityConfig?: SessionAffinityConfig;
  /** `SHARE`, or e.g. `SESSION_EXCLUSIVE`: an instance of its own for every session. */
  readonly instanceIsolationMode: string;
  readonly enableLongLiving: boolean;
  /** ARNs. Uncertain in a container: there is a finding. */
  readonly layers: readonly string[];
  /** Whether calls are traced (`tracingConfig`). */
  readonly tracing: boolean;
  readonly tags: readonly Tag[];
  readonly resourceGroupId?: string;
  /** Headers fc3 adds when it creates or updates the function. */
  readonly annotations?: { readonly headers: Readonly<Record<string, string>> };
  /** The API endpoint to deploy through. */
  readonly endpoint?: string;
}

export interface LogConfig {
  readonly project: string;
  readonly logstore: string;
  readonly enableRequestMetrics: boolean;
  readonly enableInstanceMetrics: boolean;
  readonly enableLlmMetrics: boolean;
  /** How the log is cut into entries. */
  readonly logBeginRule: 'DefaultRegex' | 'None';
}

export interface VpcConfig {
  readonly vpcId: string;
  readonly vSwitchIds: 'auto' | readonly string[];
  /** May be `auto`. */
  readonly securityGroupId: string;
}

export interface CustomDns {
  readonly nameServers: readonly string[];
  readonly searches: readonly string[];
  readonly dnsOptions: readonly { readonly name: string; readonly value: string }[];
}

export interface NasConfig {
  /** Whom the whole instance runs as when it is not 0. */
  readonly userId: number;
  readonly groupId: number;
  readonly mountPoints: readonly NasMountPoint[];
}

export interface NasMountPoint {
  readonly mountDir: string;
  readonly serverAddr: string;
  readonly enableTLS: boolean;
}

export interface OssMountConfig {
  readonly mountPoints: readonly OssMountPoint[];
}

export interface OssMountPoint {
  readonly mountDir: string;
  readonly bucketName: string;
  /** Which folder of the bucket; `/` is all of it. */
  readonly bucketPath: string;
  readonly endpoint: string;
  readonly readOnly: boolean;
}

export interface AsyncInvokeConfig {
  /** How often a failed call is made again, 0-8. */
  readonly maxAsyncRetryAttempts: number;
  /** How long a call may wait, 1-2592000. */
  readonly maxAsyncEventAgeInSeconds: number;
  readonly asyncTask: boolean;
  readonly qualifier: string;
  readonly destinationConfig: {
    readonly onSuccess?: AsyncDestination;
    readonly onFailure?: AsyncDestination;
  };
}

export interface AsyncDestination {
  /** ARN of a function, topic or queue. */
  readonly destination: string;
}

export interface ProvisionConfig {
  /** Instances, 0-10000. */
  readonly defaultTarget: number;
  /** Whether an instance keeps its processor between calls. */
  readonly alwaysAllocateCPU: boolean;
  readonly alwaysAllocateGPU: boolean;
}

export interface SessionAffinityConfig {
  /** Which request header names the session (`HEADER_FIELD`), 5-40 characters. */
  readonly affinityHeaderFieldName?: string;
  /** 1-200. */
  readonly sessionConcurrencyPerInstance: number;
  /** 0-21600. */
  readonly sessionIdleTimeoutInSeconds: number;
  /** 1-21600. */
  readonly sessionTTLInSeconds: number;
  readonly disableSessionIdReuse: boolean;
  /** Where an MCP client opens its stream (`MCP_SSE`). */
  readonly sseEndpointPath?: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}
