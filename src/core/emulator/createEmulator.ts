import type { ContainerEngine } from '../ports/containerEngine.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { Finding } from '../shared/finding.ts';
import { KeyedQueue } from '../shared/keyedQueue.ts';
import type { BuiltImage } from '../image/builtImage.ts';
import { HostPorts } from '../instance/hostPorts.ts';
import type { Instance } from '../instance/instance.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { sweepOrphans } from '../instance/sweepOrphans.ts';
import type { InvocationRequest, InvocationResult } from '../invocation/invocation.ts';
import { requireSendable } from '../invocation/requireSendable.ts';
import { buildFunction, type BuildOptions } from './buildFunction.ts';
import { whileOpen, type EmulatorContext, type EmulatorProps } from './emulatorContext.ts';
import { EngineSession } from './engineSession.ts';
import { FunctionCatalog } from './functionCatalog.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { invokeFunction } from './invokeFunction.ts';
import type { EmulatorSnapshot, FunctionActivity } from './snapshot.ts';
import { startFunction, type StartOptions } from './startFunction.ts';
import { stopFunction } from './stopFunction.ts';

/** A local Function Compute for the functions of some folders. Ids are `FunctionSpec.id`. */
export interface Emulator extends AsyncDisposable {
  /** Looks for functions below these folders and reads their files again. */
  refresh(folders: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Builds the image; a running instance is replaced by one of the new image. */
  build(id: string, options?: BuildOptions): Promise<BuiltImage>;
  /** Starts an instance, or gives the one that runs. */
  start(id: string, options?: StartOptions): Promise<Instance>;
  /** Ends a start that is under way too; does nothing when no instance runs. */
  stop(id: string): Promise<void>;
  restart(id: string, options?: StartOptions): Promise<Instance>;
  /** Sends one request; starts an instance first when there is none, as the cloud does. */
  invoke(id: string, request: InvocationRequest, options?: StartOptions): Promise<InvocationResult>;
  /** What is wrong with a Dockerfile (its text as it is in the editor), and with the images and starts it led to. */
  check(dockerfile: string, text: string): readonly Finding[];
  snapshot(): EmulatorSnapshot;
  /** The engine's address has changed: look for it again on the next need. */
  reconnect(): void;
  readonly onDidChange: (listener: () => void) => Unsubscribe;
}

export function createEmulator(props: EmulatorProps): Emulator {
  return new LocalEmulator(props);
}

class LocalEmulator implements Emulator {
  readonly #catalog: FunctionCatalog;
  readonly #context: EmulatorContext;
  readonly #queue = new KeyedQueue();
  readonly #changed = new Emitter<undefined>();
  readonly #closing = new AbortController();

  readonly onDidChange = (listener: () => void): Unsubscribe => this.#changed.event(listener);

  constructor(props: EmulatorProps) {
    this.#catalog = new FunctionCatalog(props.files);
    this.#context = {
      ...props,
      engine: new EngineSession(() => connectAndSweep(this.#context)),
      hostPorts: new HostPorts(),
      leftBehind: new Set(),
      closing: this.#closing.signal,
      changed: () => this.#changed.emit(undefined),
    };
  }

  /** One after the other: what was read first must not come last. */
  refresh(folders: readonly string[], signal?: AbortSignal): Promise<void> {
    return this.#queue.run('refresh', async () => {
      await this.#catalog.refresh(folders, signal);
      this.#context.changed();
    });
  }

  build(id: string, options: BuildOptions = {}): Promise<BuiltImage> {
    const record = this.#catalog.record(id);
    return this.#queue.run(id, async () => {
      const image = await this.#during(record, 'building', () => buildFunction(this.#context, record, options));
      if (record.running && record.running.record.imageId !== image.id) {
        await this.#during(record, 'stopping', () => stopFunction(this.#context, record, 'rebuilt'));
        await this.#start(record, options);
      }
      return image;
    });
  }

  async start(id: string, options: StartOptions = {}): Promise<Instance> {
    return (await this.#started(id, options)).record;
  }

  async stop(id: string): Promise<void> {
    const record = this.#catalog.record(id);
    for (const start of record.starts) start.abort();
    // a build may take long, and does not start again what is not running when it is done
    if (record.activity === 'building') return stopFunction(this.#context, record, 'user');
    return this.#queue.run(id, () =>
      this.#during(record, 'stopping', () => stopFunction(this.#context, record, 'user')),
    );
  }

  async restart(id: string, options: StartOptions = {}): Promise<Instance> {
    await this.stop(id);
    return this.start(id, options);
  }

  async invoke(id: string, request: InvocationRequest, options: StartOptions = {}): Promise<InvocationResult> {
    const { clock } = this.#context;
    const record = this.#catalog.record(id);
    requireSendable(request);
    const signal = whileOpen(this.#context, options.signal);
    let coldStartMs: number | undefined;
    for (;;) {
      const begun = clock.monotonicMs();
      let instance = record.running;
      if (instance === undefined) {
        instance = await this.#started(id, options);
        coldStartMs = (coldStartMs ?? 0) + clock.monotonicMs() - begun;
      }
      const leave = await instance.occupy(signal);
      if (leave === undefined) continue; // it ended while this request waited for its turn
      try {
        return await invokeFunction(this.#context, record, instance, {
          request,
          ...(coldStartMs === undefined ? {} : { coldStartMs }),
          signal,
        });
      } finally {
        leave();
      }
    }
  }

  check(dockerfile: string, text: string): readonly Finding[] {
    return this.#catalog.check(dockerfile, text, this.#context.settings().buildArgs);
  }

  snapshot(): EmulatorSnapshot {
    return this.#catalog.snapshot();
  }

  reconnect(): void {
    this.#context.engine.forget();
  }

  /** Ends everything side by side, running, starting or being built; nothing stays behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#stopAll(), this.#queue.settled()]);
    await this.#stopAll(); // what became ready in that very moment
  }

  async #stopAll(): Promise<void> {
    await Promise.allSettled(this.#catalog.records.map((record) => stopFunction(this.#context, record, 'deactivated')));
  }

  #started(id: string, options: StartOptions): Promise<RunningInstance> {
    const record = this.#catalog.record(id);
    return this.#stoppable(record, options, (stoppable) =>
      this.#queue.run(id, () =>
        this.#during(record, 'starting', () => startFunction(this.#context, record, stoppable)),
      ),
    );
  }

  /** A start inside something that has its turn already. */
  #start(record: FunctionRecord, options: StartOptions): Promise<RunningInstance> {
    return this.#stoppable(record, options, (stoppable) =>
      this.#during(record, 'starting', () => startFunction(this.#context, record, stoppable)),
    );
  }

  /** Lets `stop` end a start, also one that still waits for its turn. */
  async #stoppable<T>(
    record: FunctionRecord,
    options: StartOptions,
    task: (options: StartOptions) => Promise<T>,
  ): Promise<T> {
    const stopped = new AbortController();
    const signal = options.signal === undefined ? stopped.signal : AbortSignal.any([stopped.signal, options.signal]);
    record.starts.add(stopped);
    try {
      return await task({ ...options, signal });
    } finally {
      record.starts.delete(stopped);
    }
  }

  async #during<T>(record: FunctionRecord, activity: FunctionActivity, task: () => Promise<T>): Promise<T> {
    this.#closing.signal.throwIfAborted();
    record.activity = activity;
    this.#context.changed();
    try {
      return await task();
    } finally {
      record.activity = undefined;
      this.#context.changed();
    }
  }
}

/** Opens the engine and removes what an earlier, killed owner left on it, and what was left when it went away. */
async function connectAndSweep(context: EmulatorContext): Promise<ContainerEngine> {
  const { connect, settings, owner, isProcessAlive, leftBehind, trace } = context;
  const engine = await connect(settings().engineAddress);
  trace(`engine ${engine.info.version} (API ${engine.info.apiVersion}) at ${engine.info.address}`);
  // what cannot be removed today is no reason not to work
  try {
    const swept = await sweepOrphans(engine.containers, owner, isProcessAlive);
    if (swept > 0) trace(`removed ${swept} containers of an earlier session`);
    for (const containerId of leftBehind) {
      await engine.containers.remove(containerId);
      leftBehind.delete(containerId);
    }
  } catch (error) {
    trace(`containers could not be swept: ${String(error)}`);
  }
  return engine;
}
