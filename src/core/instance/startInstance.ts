import type { Clock } from '../ports/clock.ts';
import type { ContainerEngine, ContainerOutput, ImageFacts, OutputChunk } from '../ports/containerEngine.ts';
import { FcError } from '../shared/fcError.ts';
import { fcIdentifier } from '../shared/fcIdentifier.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { containerPlan } from './containerPlan.ts';
import { loopback, type HostPortLease, type HostPorts } from './hostPorts.ts';
import type { Instance } from './instance.ts';
import { move } from './instanceMoves.ts';
import type { Owner } from './labels.ts';
import { OutputTail } from './outputTail.ts';
import { directProbe, publishedProbe } from './portProbe.ts';
import { waitUntilReady } from './readiness.ts';
import { RunningInstance, type InstanceAddress } from './runningInstance.ts';
import { exitedVerdict, listeningCauses, notListeningVerdict, notStartableVerdict } from './startVerdict.ts';

export interface StartInstanceOptions {
  readonly spec: FunctionSpec;
  readonly image: ImageFacts;
  readonly engine: ContainerEngine;
  readonly hostPorts: HostPorts;
  readonly clock: Clock;
  readonly owner: Owner;
  readonly accountId: string;
  readonly timeoutSeconds: number;
  readonly randomHex: (digits: number) => string;
  /** The container's output from its first byte on. */
  readonly onOutput: (chunk: OutputChunk) => void;
  /** The record of the instance while it is starting, and once more if it fails. */
  readonly onRecord: (instance: Instance) => void;
  /** The port is still closed after a while: what was found out so far. */
  readonly onSlow: (found: readonly string[]) => void;
  readonly onChange: () => void;
  /** The engine could not remove a container (it went away): somebody has to when it is back. */
  readonly onLeftBehind: (containerId: string) => void;
  readonly signal: AbortSignal;
}

/** A start that failed on the function's side: the platform's code and text, and what was found. */
export class StartFailedError extends FcError {
  readonly failure: StartFailure;

  constructor(failure: StartFailure, about: FunctionSpec, cause?: unknown) {
    super(failure.code, failure.message, { hint: failure.found.join(' '), detail: failure.logTail, cause, about });
    this.failure = failure;
  }
}

/**
 * Starts a container and waits until CAPort accepts a connection.
 * Whatever goes wrong, no container and no port stays behind.
 * @throws StartFailedError when the function is at fault; FcError for the engine's faults; AbortError
 */
export async function startInstance(options: StartInstanceOptions): Promise<RunningInstance> {
  const refused = new Set<number>();
  for (let attempt = 1; ; attempt++) {
    const lease = await options.hostPorts.lease(options.spec.id, options.spec.container.port, refused);
    try {
      return await startOnPort(options, lease);
    } catch (error) {
      const portTaken = error instanceof FcError && error.code === 'PortInUse';
      lease.release();
      if (portTaken) refused.add(lease.port);
      if (!portTaken || attempt === 3) throw error;
    }
  }
}

async function startOnPort(options: StartInstanceOptions, lease: HostPortLease): Promise<RunningInstance> {
  const { spec, image, engine, clock, signal } = options;
  const { containers } = engine;
  const begun = clock.monotonicMs();
  const instanceId = fcIdentifier('c', clock.now(), options.randomHex);
  const plan = containerPlan({ ...options, instanceId, hostPort: lease.port });
  const containerId = await containers.create(plan, signal).catch(blameStartCommand(spec));
  const ended = new AbortController(); // ends what watches the container once it is removed
  const remove = async (): Promise<void> => {
    ended.abort();
    await containers.remove(containerId).catch((error: unknown) => {
      options.onLeftBehind(containerId);
      throw error;
    });
  };
  const record: Instance = {
    instanceId,
    functionId: spec.id,
    functionName: spec.functionName,
    containerId,
    imageId: image.id,
    caPort: spec.container.port,
    hostPort: lease.port,
    state: 'starting',
    startedAt: clock.now(),
  };
  try {
    options.onRecord(record);
    const tail = new OutputTail();
    const output = await containers.attach(containerId, (chunk) => {
      tail.add(chunk.data);
      options.onOutput(chunk);
    });
    await containers.start(containerId, signal).catch(blameStartCommand(spec));
    const exited = containers.waitForExit(containerId, ended.signal);
    exited.catch(() => undefined); // read where it matters; here only "not unhandled"
    const exitedEarly = exited.then(async (exit) => {
      await lastWords(output, clock);
      const startCommand = [...(plan.entrypoint ?? image.entrypoint), ...(plan.command ?? image.command)];
      throw new StartFailedError(exitedVerdict(exit, startCommand, tail.text()), spec);
    });
    exitedEarly.catch(() => undefined);
    const ready = whenReady({ ...options, signal: AbortSignal.any([signal, ended.signal]) }, record, tail);
    ready.catch(() => undefined); // it loses the race when the container exits
    const address = await Promise.race([ready, exitedEarly]);
    const readyAfterMs = clock.monotonicMs() - begun;
    const instance = new RunningInstance({
      record: { ...record, readyAfterMs },
      address,
      containers,
      exited,
      spec,
      onChange: options.onChange,
      release: async () => {
        try {
          await remove();
          await lastWords(output, clock);
        } finally {
          output.close();
          lease.release();
        }
      },
    });
    instance.move('idle');
    return instance;
  } catch (error) {
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

/** The end of the output comes a moment after the end of the container. */
async function lastWords(output: ContainerOutput, clock: Clock): Promise<void> {
  const enough = new AbortController();
  await Promise.race([output.ended, clock.sleep(500, enough.signal)]);
  enough.abort();
}

/** @throws StartFailedError `FunctionNotStarted` */
async function whenReady(options: StartInstanceOptions, record: Instance, tail: OutputTail): Promise<InstanceAddress> {
  const { engine, clock, spec, timeoutSeconds } = options;
  const { caPort, hostPort, containerId } = record;
  const own = engine.info.containersReachable
    ? (await engine.containers.inspect(containerId, options.signal))?.ipAddress
    : undefined;
  const routes = [
    ...(own === undefined ? [] : [{ address: { host: own, port: caPort }, probe: directProbe(own, caPort) }]),
    { address: { host: loopback, port: hostPort }, probe: publishedProbe(hostPort) },
  ];
  const sockets = (): ReturnType<typeof engine.containers.listeningSockets> =>
    engine.containers.listeningSockets(containerId).catch(() => undefined);
  const found = await waitUntilReady({
    probes: routes.map((route) => route.probe),
    clock,
    timeoutMs: timeoutSeconds * 1000,
    onSlow: () => void sockets().then((seen) => options.onSlow(listeningCauses(caPort, seen))),
    signal: options.signal,
  });
  const route = found === undefined ? undefined : routes[found];
  if (route === undefined)
    throw new StartFailedError(notListeningVerdict(caPort, timeoutSeconds, await sockets(), tail.text()), spec);
  return route.address;
}
