import type { TextRange } from '../shared/finding.ts';
import type { CloudConfig } from './cloudConfig.ts';
import type { HttpTrigger, Trigger } from './trigger.ts';

/**
 * What `s.yaml` declares about one custom-container function, complete: fc3's defaults are filled in
 * (Serverless Devs component fc3, `src/schema.json` and `src/default/config.ts`).
 */
export interface FunctionSpec extends CloudConfig {
  /** Unique in the workspace: `<absolute path of s.yaml>#<resource key>`. */
  readonly id: string;
  /** `props.functionName`, 1-64 characters. */
  readonly functionName: string;
  /** Key under `resources`. */
  readonly resource: string;
  /** Absolute path of `s.yaml`. */
  readonly configFile: string;
  /** Absolute path of the Dockerfile: where `s build` would look for it. Need not exist. */
  readonly dockerfile: string;
  /** Absolute path of the folder sent as the build context. */
  readonly contextFolder: string;
  /** Where things are written in `s.yaml`, for diagnostics and navigation. Only what is really there. */
  readonly positions: Readonly<Partial<Record<SpecPosition, TextRange>>>;

  readonly region: string;
  readonly description: string;
  readonly handler: string;
  /** vCPUs, 0.05-16. */
  readonly cpu: number;
  /** MB, 128-32768. */
  readonly memorySize: number;
  /** MB, 512 or 10240. */
  readonly diskSize: number;
  /** Seconds, 1-86400. */
  readonly timeout: number;
  /** Requests one instance takes at a time, 1-200. */
  readonly instanceConcurrency: number;
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly role?: string;
  /** The alias under which Serverless Devs keeps the credentials to deploy with (`access` of the resource or the file). */
  readonly access?: string;
  readonly gpu?: { readonly type: string; readonly memorySize: number };
  readonly initializer?: Initializer;
  readonly preStop?: LifecycleHook;
  readonly container: ContainerConfig;
  readonly triggers: readonly Trigger[];
  /** The first of `triggers` that is one. */
  readonly httpTrigger?: HttpTrigger;
  /**
   * Properties with a `${…}` that only Serverless Devs can resolve, e.g. `customContainerConfig.image`: text is kept as
   * written, everything else has its default. Absent when there are none.
   */
  readonly expressions?: readonly string[];
}

export type SpecPosition =
  'resource' | 'functionName' | 'image' | 'port' | 'memorySize' | 'cpu' | 'timeout' | 'customContainerConfig';

/** `POST /initialize` or `GET /pre-stop`; only configured hooks are ever called. */
export interface LifecycleHook {
  readonly handler: string;
  /** Seconds. */
  readonly timeout: number;
}

export interface Initializer extends LifecycleHook {
  /** What a GPU function runs inside the container instead of being called; `handler` is empty then. */
  readonly command?: readonly string[];
}

export interface ContainerConfig {
  /** Image reference, as the function is deployed with it. */
  readonly image: string;
  /** CAPort: where the server inside listens. */
  readonly port: number;
  /** Replaces the image's ENTRYPOINT. */
  readonly entrypoint?: readonly string[];
  /** Replaces the image's CMD. */
  readonly command?: readonly string[];
  readonly healthCheck?: HealthCheck;
  /** `false`: nothing listens inside, the image runs once for each event (Function Compute 2.0). */
  readonly webServerMode?: boolean;
  /** How the image is pulled from a registry of one's own. */
  readonly registryConfig?: RegistryConfig;
}

export interface HealthCheck {
  readonly httpGetUrl: string;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
}

export interface RegistryConfig {
  readonly authConfig?: {
    readonly userName?: string;
    /** Whether there are a user name and a password; the password itself stays in the file. */
    readonly hasCredentials: boolean;
  };
  readonly certConfig?: {
    /** Whether any certificate will do. */
    readonly insecure: boolean;
    /** Whether `rootCaCertBase64` is written. */
    readonly hasRootCaCert: boolean;
  };
  readonly networkConfig?: {
    readonly vpcId?: string;
    readonly vSwitchId?: string;
    readonly securityGroupId?: string;
  };
}
