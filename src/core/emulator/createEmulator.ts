import type { ContainerEngine } from '../ports/containerEngine.ts';
import { abortError } from '../shared/abort.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import { FcError } from '../shared/fcError.ts';
import type { Finding } from '../shared/finding.ts';
import { KeyedQueue } from '../shared/keyedQueue.ts';
import { Slots } from '../shared/slots.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { isNonWeb } from '../function/nonWeb.ts';
import type { BuiltImage } from '../image/builtImage.ts';
import { collectAnswer } from '../instance/collectAnswer.ts';
import type { Instance } from '../instance/instance.ts';
import { InstancePool } from '../instance/instancePool.ts';
import { createAsyncQueue, type AsyncQueue } from '../invocation/asyncQueue.ts';
import type { AsyncTask } from '../invocation/asyncTask.ts';
import { asyncTaskText } from '../invocation/asyncTaskText.ts';
import type { InvocationReport, InvocationRequest, InvocationResult } from '../invocation/invocation.ts';
import { InvocationHistory } from '../invocation/invocationHistory.ts';
import { joinedHeaders } from '../invocation/passedHeaders.ts';
import { requireSendable } from '../invocation/requireSendable.ts';
import { buildFunction, type BuildOptions } from './buildFunction.ts';
import { callFunction } from './callFunction.ts';
import { whileOpen, type EmulatorContext, type EmulatorProps } from './emulatorContext.ts';
import { connectAndSweep } from './connectAndSweep.ts';
import { EmulatorGateway } from './emulatorGateway.ts';
import { endInstance } from './endInstance.ts';
import { EngineSession } from './engineSession.ts';
import { FunctionCatalog } from './functionCatalog.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { noteOutOfMemory } from './noteOutOfMemory.ts';
import { poolLimits } from './poolLimits.ts';
import type { EmulatorSnapshot, FunctionActivity } from './snapshot.ts';
import { startFunction, type StartOptions } from './startFunction.ts';

/** A local Function Compute for the functions of some folders. Ids are `FunctionSpec.id`. */
export interface Emulator extends AsyncDisposable {
  /** Looks for functions below these folders and reads their files again. */
  refresh(folders: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Builds the image; running instances are replaced by one of the new image. */
  build(id: string, options?: BuildOptions): Promise<BuiltImage>;
  /** Opens the function's URL and starts an instance, or gives one that runs; it stays until it is stopped. */
  start(id: string, options?: StartOptions): Promise<Instance>;
  /** Closes the URL and ends every instance, also those that are starting; does nothing when there is none. */
  stop(id: string): Promise<void>;
  restart(id: string, options?: StartOptions): Promise<Instance>;
  /** Sends one request; starts an instance first when there is none with room, as the cloud does. */
  invoke(id: string, request: InvocationRequest, options?: StartOptions): Promise<InvocationResult>;
  /** Serves the API (InvokeFunction, GetFunction, ListFunctions) on this machine; @returns its URL */
  serveApi(): Promise<string>;
  /** The calls of this session, newest first, the last thousand of them. */
  history(id?: string): readonly InvocationReport[];
  /** The asynchronous calls of this session, newest first. */
  tasks(id?: string): readonly AsyncTask[];
  /** What is wrong with a Dockerfile (its text as it is in the editor), and with the images and starts it led to. */
  check(dockerfile: string, text: string): readonly Finding[];
  snapshot(): EmulatorSnapshot;
  /** The engine's address has changed: look for it again on the next need. */
  reconnect(): void;
  /** Other settings have changed: calls that wait may go on, and an API that is served moves to its new port. */
  settingsChanged(): Promise<void>;
  /** Something that `snapshot` shows has changed; calls that come and go are told a few times in a second at most. */
  readonly onDidChange: (listener: () => void) => Unsubscribe;
}

export function createEmulator(props: EmulatorProps): Emulator {
  return new LocalEmulator(props);
}

/** Views need not know of every call. */
const loadChangesMs = 200;

class LocalEmulator implements Emulator {
  readonly #catalog: FunctionCatalog;
  readonly #context: EmulatorContext;
  readonly #gateway: EmulatorGateway;
  readonly #async: AsyncQueue;
  readonly #queue = new KeyedQueue();
  readonly #changed = new Emitter<undefined>();
  readonly #closing = new AbortController();
  #loadChange: Unsubscribe | undefined;
  #endOutOfMemory: Unsubscribe | undefined;

  readonly onDidChange = (listener: () => void): Unsubscribe => this.#changed.event(listener);

  constructor(props: EmulatorProps) {
    this.#catalog = new FunctionCatalog(props.files, (record) => this.#poolOf(record), props.clock);
    this.#context = {
      ...props,
      engine: new EngineSession(() => this.#connect()),
      startSlots: new Slots(4),
      history: new InvocationHistory(),
      leftBehind: new Set(),
      closing: this.#closing.signal,
      changed: () => this.#tell(),
      changedSoon: () => {
        this.#loadChange ??= props.clock.after(loadChangesMs, () => this.#tell());
      },
    };
    this.#async = createAsyncQueue({
      ...props,
      functions: () => this.#catalog.records.map(({ spec }) => spec),
      accountId: () => props.settings().accountId,
      call: async (id, request, call) => {
        const { sink, answer } = collectAnswer();
        const report = await callFunction(this.#context, this.#catalog.record(id), request, sink, call);
        return { report, body: answer().body };
      },
      deliver: ({ text, task }) => this.#sayOf(task, text),
      onTask: (task) => {
        const text = asyncTaskText(task, props.clock.now());
        if (text !== undefined) this.#sayOf(task, text);
        this.#context.changedSoon();
      },
    });
    this.#gateway = new EmulatorGateway(this.#context, this.#catalog, this.#async);
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
      const old = record.pool.retire(image.id);
      if (old.length > 0) {
        await this.#during(record, 'starting', () => record.pool.ensure(whileOpen(this.#context, options.signal)));
        await Promise.all(old.map((instance) => instance.gone()));
      }
      return image;
    });
  }

  async start(id: string, options: StartOptions = {}): Promise<Instance> {
    const record = this.#catalog.record(id);
    requireStartable(record.spec, this.#context.settings().nonWebFunctions);
    const own = new AbortController();
    record.askedStarts.add(own);
    const signal = AbortSignal.any([whileOpen(this.#context, options.signal), own.signal]);
    try {
      return await this.#queue.run(id, () => this.#start(record, options, signal));
    } finally {
      record.askedStarts.delete(own);
    }
  }

  async stop(id: string): Promise<void> {
    const record = this.#catalog.record(id);
    this.#async.stopAll(id);
    for (const asked of record.askedStarts) asked.abort();
    if (record.activity === 'building') return this.#stop(record);
    if (record.activity !== 'starting') return this.#queue.run(id, () => this.#stop(record));
    await this.#stop(record);
    await this.#queue.run(id, () => Promise.resolve());
  }

  async restart(id: string, options: StartOptions = {}): Promise<Instance> {
    await this.stop(id);
    return this.start(id, options);
  }

  async invoke(id: string, request: InvocationRequest, options: StartOptions = {}): Promise<InvocationResult> {
    const record = this.#catalog.record(id);
    requireSendable(request);
    const signal = whileOpen(this.#context, options.signal);
    // what a person sends goes to what is being built or started, not to what is going away
    if (record.activity !== undefined && !record.pool.instances.some(({ takesRequests }) => takesRequests))
      await this.#queue.run(id, () => Promise.resolve());
    signal.throwIfAborted();
    const wasOpen = record.trigger !== undefined;
    const isServed = !isNonWeb(record.spec, this.#context.settings().nonWebFunctions);
    if (isServed) await this.#gateway.openTrigger(record);
    const { sink, answer } = collectAnswer();
    const report = await toldWhenSlow(record, options, () =>
      callFunction(this.#context, record, request, sink, { signal }),
    ).catch(async (error: unknown) => {
      if (!wasOpen && record.pool.instances.length === 0) await this.#gateway.closeTrigger(record);
      throw error;
    });
    const { statusCode, headers, body } = answer();
    return { ...report, statusCode, headers: joinedHeaders(headers), body };
  }

  serveApi(): Promise<string> {
    if (this.#closing.signal.aborted) return Promise.reject(abortError());
    return this.#gateway.openApi();
  }

  history(id?: string): readonly InvocationReport[] {
    return id === undefined ? this.#context.history.all() : this.#context.history.of(id);
  }

  tasks(id?: string): readonly AsyncTask[] {
    return this.#async.tasks(id);
  }

  check(dockerfile: string, text: string): readonly Finding[] {
    return this.#catalog.check(dockerfile, text, this.#context.settings().buildArgs);
  }

  snapshot(): EmulatorSnapshot {
    const { apiUrl } = this.#gateway;
    return { ...this.#catalog.snapshot(), ...(apiUrl === undefined ? {} : { gatewayUrl: apiUrl }) };
  }

  reconnect(): void {
    this.#context.engine.forget();
  }

  async settingsChanged(): Promise<void> {
    for (const { pool } of this.#catalog.records) pool.serveWaiting();
    await this.#gateway.moveApi();
  }

  /** Ends everything side by side, running, starting or being built; nothing stays behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#async[Symbol.dispose]();
    await Promise.all([this.#stopAll(), this.#gateway[Symbol.asyncDispose](), this.#queue.settled()]);
    await Promise.all([this.#stopAll(), this.#gateway[Symbol.asyncDispose]()]); // what became ready in that very moment
    this.#endOutOfMemory?.();
    this.#loadChange?.();
  }

  async #stopAll(): Promise<void> {
    await Promise.allSettled(
      this.#catalog.records.flatMap(({ pool, runs }) => [pool.stop('deactivated'), runs.stop()]),
    );
  }

  async #start(record: FunctionRecord, options: StartOptions, signal: AbortSignal): Promise<Instance> {
    signal.throwIfAborted();
    await this.#gateway.openTrigger(record);
    try {
      const held = this.#during(record, 'starting', () =>
        toldWhenSlow(record, options, () => record.pool.hold(signal)),
      );
      return (await held).record;
    } catch (error) {
      if (record.pool.instances.length === 0) await this.#gateway.closeTrigger(record);
      throw error;
    }
  }

  async #stop(record: FunctionRecord): Promise<void> {
    await this.#during(record, record.activity ?? 'stopping', async () => {
      await Promise.all([this.#gateway.closeTrigger(record), record.pool.stop('user'), record.runs.stop()]);
    });
  }

  #poolOf(record: FunctionRecord): InstancePool {
    return new InstancePool({
      functionName: record.spec.functionName,
      limits: () => poolLimits(record.spec, this.#context.settings()),
      start: (signal) => startFunction(this.#context, record, signal),
      stop: (instance, reason) => endInstance(this.#context, record, instance, reason),
      onFrozen: ({ record: { instanceId } }) =>
        record.logs.get(instanceId)?.note(`Instance ${instanceId} is frozen: nothing in it runs until the next call.`),
      onThawed: ({ record: { instanceId } }) =>
        record.logs.get(instanceId)?.note(`Instance ${instanceId} is thawed for a call.`),
      clock: this.#context.clock,
    });
  }

  #sayOf({ functionName, requestId }: AsyncTask, text: string): void {
    const { log, clock } = this.#context;
    log.write({ time: clock.now(), functionName, requestId, source: 'platform', text });
  }

  #tell(): void {
    this.#loadChange?.();
    this.#loadChange = undefined;
    this.#gateway.forgetFunctions();
    this.#changed.emit(undefined);
  }

  async #during<T>(record: FunctionRecord, activity: FunctionActivity, task: () => Promise<T>): Promise<T> {
    this.#closing.signal.throwIfAborted();
    const before = record.activity;
    record.activity = activity;
    this.#context.changed();
    try {
      return await task();
    } finally {
      record.activity = before;
      this.#context.changed();
    }
  }

  async #connect(): Promise<ContainerEngine> {
    const engine = await connectAndSweep(this.#context);
    this.#endOutOfMemory?.();
    this.#endOutOfMemory = engine.containers.onOutOfMemory((containerId) =>
      noteOutOfMemory(this.#catalog.records, containerId),
    );
    return engine;
  }
}

/** @throws FcError `InvalidArgument` */
function requireStartable(spec: FunctionSpec, nonWebFunctions: readonly string[]): void {
  if (!isNonWeb(spec, nonWebFunctions)) return;
  throw new FcError('InvalidArgument', `${spec.functionName} runs once for each event: there is nothing to start.`, {
    hint: 'Invoke it with an event.',
    about: spec,
  });
}

/** Lets whoever waits for a start hear why it takes long. */
async function toldWhenSlow<T>(record: FunctionRecord, { onSlow }: StartOptions, task: () => Promise<T>): Promise<T> {
  if (onSlow === undefined) return task();
  record.slowListeners.add(onSlow);
  try {
    return await task();
  } finally {
    record.slowListeners.delete(onSlow);
  }
}
