import type { Clock } from '../ports/clock.ts';
import type {
  ContainerEngine,
  ContainerExit,
  ContainerPlan,
  ImageFacts,
  OutputChunk,
} from '../ports/containerEngine.ts';
import { FcError } from '../shared/fcError.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { ColdStart } from './coldStart.ts';
import { exitSoonAfter } from './exitSoonAfter.ts';
import type { FcIdentity } from './fcHeaders.ts';
import { waitUntilHealthy } from './healthCheck.ts';
import type { Instance } from './instance.ts';
import type { InstanceClient } from './instanceClient.ts';
import { createInstanceClient } from './httpInstanceClient.ts';
import { move } from './instanceMoves.ts';
import { lastWords } from './lastWords.ts';
import { callInitializer, type HookWatcher } from './lifecycleHooks.ts';
import { OutputTail } from './outputTail.ts';
import { refusedFile } from './refusedFile.ts';
import { RunningInstance, type InstanceChange } from './runningInstance.ts';
import { StartFailedError } from './startFailedError.ts';
import { stopwatch } from './stopwatch.ts';
import { exitedVerdict, healthVerdict, initializerVerdict, notStartableVerdict } from './startVerdict.ts';
import { whenListening } from './whenListening.ts';

export interface StartInstanceOptions {
  readonly identity: FcIdentity;
  readonly instanceId: string;
  readonly plan: ContainerPlan;
  readonly image: ImageFacts;
  /** What came before the container: looking the image up, and fetching it. */
  readonly imageMs: number;
  readonly pullMs: number;
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  readonly timeoutSeconds: number;
  /** The container's output from its first byte on. */
  readonly onOutput: (chunk: OutputChunk) => void;
  /** The record of the instance while it is starting, and once more if it fails. */
  readonly onRecord: (instance: Instance) => void;
  /** The port is still closed after a while: what was found out so far. */
  readonly onSlow: (found: readonly string[]) => void;
  readonly onChange: (instance: RunningInstance, change: InstanceChange) => void;
  /** The engine could not remove a container (it went away): somebody has to when it is back. */
  readonly onLeftBehind: (containerId: string) => void;
  /** The server closed a connection nobody used, that long after its last answer. */
  readonly onIdleClosed: (idleMs: number) => void;
  readonly watcher: HookWatcher;
  readonly signal: AbortSignal;
}

/**
 * Starts a container and makes an instance of it: CAPort accepts a connection, the initializer has run, the health check
 * passes, in this order (docs: lifecycle hooks; instance health check).
 * Whatever goes wrong, no container and no port stays behind.
 * @throws StartFailedError when the function is at fault; FcError for the engine's faults; AbortError
 */
export async function startInstance(options: StartInstanceOptions): Promise<RunningInstance> {
  const { identity, plan, image, engine, clock, signal } = options;
  const { spec } = identity;
  const { containers } = engine;
  const lap = stopwatch(clock);
  const containerId = await containers.create(plan, signal).catch(blameStartCommand(spec));
  const createMs = lap();
  const ended = new AbortController(); // ends what watches the container once it is removed
  const remove = async (): Promise<void> => {
    ended.abort();
    await containers.remove(containerId).catch((error: unknown) => {
      options.onLeftBehind(containerId);
      throw error;
    });
  };
  let record: Instance = {
    instanceId: options.instanceId,
    functionId: spec.id,
    functionName: spec.functionName,
    containerId,
    imageId: image.id,
    caPort: spec.container.port,
    state: 'starting',
    healthy: true,
    startedAt: clock.now(),
    readyBy: new Date(clock.now().getTime() + options.timeoutSeconds * 1000),
  };
  let client: InstanceClient | undefined;
  try {
    options.onRecord(record);
    const tail = new OutputTail();
    const output = await containers.attach(containerId, (chunk) => {
      tail.add(chunk.data);
      options.onOutput(chunk);
    });
    await containers.start(containerId, signal).catch(blameStartCommand(spec));
    const startMs = lap();
    const exited = containers.waitForExit(containerId, ended.signal);
    exited.catch(() => undefined); // read where it matters; here only "not unhandled"
    const blameExit = async (exit: ContainerExit): Promise<never> => {
      await lastWords(output, clock);
      const startCommand = [...(plan.entrypoint ?? image.entrypoint), ...(plan.command ?? image.command)];
      const startFile = await refusedFile(containers, containerId, { startCommand, output: tail.text() });
      const facts = { spec, image, ...(startFile && { startFile }) };
      throw new StartFailedError(exitedVerdict(exit, startCommand, tail.text(), facts), spec);
    };
    /** Whatever is waited for, the end of the container ends the waiting. */
    const unlessExited = async <T>(work: Promise<T>): Promise<T> => {
      work.catch(() => undefined); // it loses the race when the container exits
      return Promise.race([work, exited.then(blameExit)]);
    };
    const whileStarting = { ...options, signal: AbortSignal.any([signal, ended.signal]) };

    const { address, hostPort } = await unlessExited(whenListening(whileStarting, record, tail));
    const portMs = lap();
    const ready = createInstanceClient(address, options);
    client = ready;
    record = { ...record, ...(hostPort === undefined ? {} : { hostPort }) };
    const target = { containerId, client: ready, containers, identity, exited };
    if (spec.initializer !== undefined) {
      record = move(record, 'initializing');
      options.onRecord(record);
      const outcome = await callInitializer(target, spec.initializer, whileStarting);
      if (outcome.outcome !== 'succeeded')
        throw new StartFailedError(initializerVerdict(outcome, spec.initializer, tail.text(), { spec, image }), spec);
    }
    const initializerMs = lap();
    const { healthCheck } = spec.container;
    if (healthCheck !== undefined) {
      const timeoutMs = options.timeoutSeconds * 1000;
      const last = await unlessExited(waitUntilHealthy(ready, healthCheck, { ...whileStarting, timeoutMs }));
      if (last !== undefined) {
        const exit = await exitSoonAfter(exited, clock);
        if (typeof exit === 'object') await blameExit(exit);
        throw new StartFailedError(healthVerdict(healthCheck.httpGetUrl, last.statusCode, tail.text()), spec);
      }
    }
    const healthMs = lap();
    const phases = { imageMs: options.imageMs, pullMs: options.pullMs, createMs, startMs, initializerMs };
    const coldStart = totalled({ ...phases, portMs: portMs + healthMs });
    const instance: RunningInstance = new RunningInstance({
      record: { ...record, coldStart },
      identity,
      client: ready,
      containers,
      exited,
      onChange: (change) => options.onChange(instance, change),
      release: async () => {
        try {
          await remove();
          await lastWords(output, clock);
        } finally {
          output.close();
        }
      },
    });
    instance.move('idle');
    return instance;
  } catch (error) {
    client?.destroy();
    await remove().catch(() => undefined); // why it failed is the news; what is left behind is taken note of
    options.onRecord(move(record, 'failed', 'startFailed'));
    throw error;
  }
}

/** The engine refused the start command itself: the function's fault, with the platform's code. */
function blameStartCommand(spec: FunctionSpec): (error: unknown) => never {
  return (error) => {
    throw error instanceof FcError && error.code === 'CAExited'
      ? new StartFailedError(notStartableVerdict(error.message, error.hint), spec, error)
      : error;
  };
}

function totalled(phases: Omit<ColdStart, 'totalMs'>): ColdStart {
  const { imageMs, pullMs, createMs, startMs, portMs, initializerMs } = phases;
  return { ...phases, totalMs: imageMs + pullMs + createMs + startMs + portMs + initializerMs };
}
