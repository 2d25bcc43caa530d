import type { GatewaySettings } from '../gateway/gatewaySettings.ts';

/** What a person may choose; the editor's settings and the headless options both end here. */
export interface Settings {
  /** Engine address (`unix:///…`, `npipe:…`, `tcp://…`); empty: DOCKER_HOST, the docker context, well-known sockets. */
  readonly engineAddress: string;
  /** Passed to every build as `--build-arg`; `BASE_IMAGE` is how the templates take a registry mirror. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** How long CAPort may take to open, seconds. The platform allows 120. */
  readonly startTimeoutSeconds: number;
  /** Account id shown to the function as `FC_ACCOUNT_ID`. */
  readonly accountId: string;
  /** Instances of one function side by side, at most. */
  readonly maxInstances: number;
  /** Requests of one function that may wait for a free instance; more are refused with 429. */
  readonly maxQueuedRequests: number;
  /** Seconds without a call after which an instance that a call started is ended; 0: never. */
  readonly idleTimeoutSeconds: number;
  /** Whether instances are held still between calls, as in the cloud. */
  readonly freeze: boolean;
  /** Whether a missing image is fetched from its registry when an instance needs it. */
  readonly pullMissingImage: boolean;
  readonly gateway: GatewaySettings;
  readonly credentials: CredentialsSettings;
  /** Folders that stand for NAS and OSS mounts: mount directory in the container → absolute folder on this machine. */
  readonly mounts: Readonly<Record<string, string>>;
  /** What runs as a non-web image: resource or function names whose container answers by its exit code. */
  readonly nonWebFunctions: readonly string[];
}

export interface CredentialsSettings {
  /** `none`: empty headers and no variables, as without a role. `own`: short-lived ones of the user's configuration. */
  readonly source: 'none' | 'own';
  /** Profile of `~/.aliyun/config.json` or alias of `~/.s/access.yaml`; empty: what the function's s.yaml names. */
  readonly profile: string;
}

export const defaultSettings: Settings = {
  engineAddress: '',
  buildArgs: {},
  startTimeoutSeconds: 120,
  accountId: '1234567890123456',
  maxInstances: 3,
  maxQueuedRequests: 100,
  idleTimeoutSeconds: 300,
  freeze: false,
  pullMissingImage: false,
  gateway: {
    port: 8990,
    checkSignatures: false,
    accessKeyId: 'local',
    accessKeySecret: 'local',
    defaultDomainRules: false,
    allowedHosts: [],
  },
  credentials: { source: 'none', profile: '' },
  mounts: {},
  nonWebFunctions: [],
};
