import type { Unsubscribe } from '../shared/disposable.ts';

/** The one platform Function Compute runs (docs: custom container overview, "only AMD64 images"). */
export const fcPlatform = 'linux/amd64';

/**
 * A Docker-compatible engine, in the words the core needs. Implementations translate every failure to `FcError`
 * (`EngineNotFound`, `EngineNotRunning`, `EngineAccessDenied`, `EngineFailed` or the more exact code a method names)
 * and pass cancellation through as an AbortError.
 */
export interface ContainerEngine {
  readonly info: EngineInfo;
  readonly images: ImageClient;
  readonly containers: ContainerClient;
}

export interface EngineInfo {
  /** Where it was found, without credentials: `unix:///var/run/docker.sock`. */
  readonly address: string;
  readonly version: string;
  readonly apiVersion: string;
  /** Of the engine itself: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  /** Containers can be dialled at their own address: same kernel and network as this process. */
  readonly containersReachable: boolean;
  /** Its storage driver can limit a container's writable layer. */
  readonly limitsDisk: boolean;
}

// ---------------------------------------------------------------------------------------------------------------- images

export interface ImageClient {
  /**
   * Builds and tags an image.
   * @returns the image id (`sha256:…`)
   * @throws FcError `BuildFailed` with the builder's message, `detail` the last output of the failing step
   * @throws AbortError when cancelled; the engine's work has been stopped by then
   */
  build(request: BuildRequest, onEvent: (event: BuildEvent) => void, signal?: AbortSignal): Promise<string>;
  /** `undefined` when the engine does not have the image. */
  inspect(ref: string, signal?: AbortSignal): Promise<ImageFacts | undefined>;
  /**
   * Fetches an image from its registry, for `linux/amd64`, without credentials.
   * @param onProgress one line that may be shown, e.g. `3 of 7 layers`
   * @throws FcError `ImageMissing` when the registry does not have it or refuses it; AbortError
   */
  pull(ref: string, onProgress: (text: string) => void, signal?: AbortSignal): Promise<void>;
}

export interface BuildRequest {
  /** Name the image gets, `repository:tag`. */
  readonly ref: string;
  readonly platform: typeof fcPlatform;
  /** An uncompressed tar archive of the context, streamed. */
  readonly context: AsyncIterable<Uint8Array>;
  /** Path inside the context, with `/`. */
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

export type BuildEvent =
  | { readonly kind: 'step'; readonly step: number; readonly total: number; readonly text: string }
  /** One line that a step printed, without its end and without colours. */
  | { readonly kind: 'output'; readonly text: string; readonly stream: 'stdout' | 'stderr' }
  | { readonly kind: 'cached' };

/** What an image says about itself. */
export interface ImageFacts {
  readonly id: string;
  readonly os: string;
  readonly architecture: string;
  /** Uncompressed bytes of all layers. */
  readonly sizeBytes: number;
  readonly createdAt: Date;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** TCP ports of EXPOSE. */
  readonly exposedPorts: readonly number[];
}

// ------------------------------------------------------------------------------------------------------------ containers

export interface ContainerClient {
  /**
   * Creates a container without starting it.
   * @returns the container id
   * @throws FcError `ImageMissing`, `EngineFailed`
   */
  create(plan: ContainerPlan, signal?: AbortSignal): Promise<string>;
  /**
   * Attaches to both output streams. Must be called before `start`, else the first lines are lost. The reader is never
   * paused by the client: a slow consumer must drop, not wait (a paused attach blocks the container's writes).
   * The signal ends the attachment, before and after it was made.
   */
  attach(id: string, onOutput: (chunk: OutputChunk) => void, signal?: AbortSignal): Promise<ContainerOutput>;
  /** @throws FcError `CAExited` when the start command cannot be run, `PortInUse`, `EngineFailed` */
  start(id: string, signal?: AbortSignal): Promise<void>;
  /** `undefined` when there is no such container. */
  inspect(id: string, signal?: AbortSignal): Promise<ContainerFacts | undefined>;
  /**
   * Resolves when the container is not running any more (at once if it is not).
   * @throws FcError `InstanceNotRunning` when there is no such container, `EngineNotRunning` when the engine goes away
   */
  waitForExit(id: string, signal?: AbortSignal): Promise<ContainerExit>;
  /** SIGTERM, then SIGKILL after the grace period. Does nothing when it is not running or not there. */
  stop(id: string, graceSeconds: number): Promise<void>;
  /** Kills and removes; does nothing when it is not there. */
  remove(id: string): Promise<void>;
  /** All containers, running or not, that carry every one of these labels. */
  list(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly ContainerSummary[]>;
  /** The highest memory use so far; `undefined` when nobody can tell (not running any more). */
  peakMemory(id: string): Promise<PeakMemory | undefined>;
  /** Lets `peakMemory` start again from the present use; `false` when that cannot be done here. */
  resetPeakMemory(id: string): Promise<boolean>;
  /** Seconds of processor time used so far, by all its processes; `undefined` when nobody can tell. */
  cpuSeconds(id: string): Promise<number | undefined>;
  /** Bytes in its writable layer; `undefined` when nobody can tell. Costs up to 100 ms when there are many files. */
  writableBytes(id: string): Promise<number | undefined>;
  /**
   * The TCP sockets that listen inside the container; `undefined` when nobody can tell (it does not run any more).
   * Needs nothing inside the image: where this machine's kernel cannot be asked, a tiny container of our own looks from
   * within the same network namespace.
   */
  listeningSockets(id: string): Promise<readonly ListeningSocket[] | undefined>;
  /**
   * The first 4 KB of a file in the container, which need not run; links are followed. `undefined` when there is no such
   * file. Needs nothing inside the image.
   * @param path absolute, or from the working folder
   */
  fileHead(id: string, path: string): Promise<Uint8Array | undefined>;
  /** Holds every process of the container still, as the platform does between calls. Does nothing when it is frozen. */
  freeze(id: string): Promise<void>;
  /** Lets a frozen container go on. Does nothing when it is not frozen. `stop` and `remove` work on frozen ones too. */
  thaw(id: string): Promise<void>;
  /**
   * Runs a command inside a running container and waits for it.
   * @returns its exit code and the last 4 KB of its output
   * @throws AbortError when the signal says so: nobody waits for the command any more
   */
  run(id: string, command: readonly string[], signal?: AbortSignal): Promise<CommandResult>;
  /**
   * Tells whenever the kernel killed a process of one of our containers for want of memory, also when the container
   * goes on living without it.
   */
  onOutOfMemory(listener: (containerId: string) => void): Unsubscribe;
}

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  /** Replaces the image's ENTRYPOINT. */
  readonly entrypoint?: readonly string[];
  /** Replaces the image's CMD. */
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** The TCP port inside; published on a free port of 127.0.0.1, which `ContainerFacts.hostPort` tells once it runs. */
  readonly port?: number;
  /** Hard limit in bytes, swap included. */
  readonly memoryBytes: number;
  /** Limit in CPUs, e.g. 0.35; the client lowers it to what the engine has. */
  readonly cpus: number;
  /** Limit of the writable layer in bytes, where `EngineInfo.limitsDisk`; otherwise left out of what the engine is asked. */
  readonly diskBytes: number;
  readonly mounts: readonly FolderMount[];
  readonly dns?: DnsPlan;
  /** Whom its processes run as, `1000:1000`; the image's USER, else root, when absent. */
  readonly user?: string;
}

/** A folder of this machine that the container sees. */
export interface FolderMount {
  /** Absolute path on the engine's machine. */
  readonly hostFolder: string;
  /** Absolute path in the container. */
  readonly containerFolder: string;
  readonly readOnly: boolean;
}

/** What `/etc/resolv.conf` says in the container. */
export interface DnsPlan {
  readonly nameServers: readonly string[];
  readonly searches: readonly string[];
  /** E.g. `ndots:2`. */
  readonly options: readonly string[];
}

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

/** An attached output. `ended` resolves when the container closed both streams or the engine went away. */
export interface ContainerOutput {
  readonly ended: Promise<void>;
  close(): void;
}

export interface ContainerFacts {
  readonly id: string;
  readonly running: boolean;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** What the engine says about a failed start, else empty. */
  readonly error: string;
  /** The container's own address, when it has one. */
  readonly ipAddress?: string;
  /** Where its port is published on 127.0.0.1; absent while it does not run. */
  readonly hostPort?: number;
  readonly startedAt?: Date;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly oomKilled: boolean;
}

export interface ContainerSummary {
  readonly id: string;
  readonly running: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

export interface PeakMemory {
  readonly bytes: number;
  /** `peak`: the kernel's own high-water mark. `sampled`: the engine only knows the use at one moment. */
  readonly kind: 'peak' | 'sampled';
}

export interface ListeningSocket {
  /** `0.0.0.0`, `127.0.0.1`, `::`, `::1`, or another address in text form. */
  readonly address: string;
  readonly port: number;
}

export interface CommandResult {
  readonly exitCode: number;
  /** Both streams in the order they came, the last 4 KB. */
  readonly output: string;
}
