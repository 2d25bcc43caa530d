import type { Clock } from '../ports/clock.ts';
import type { ContainerEngine } from '../ports/containerEngine.ts';
import { loopback } from '../shared/loopback.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { FcIdentity } from './fcHeaders.ts';
import type { Instance } from './instance.ts';
import type { InstanceAddress } from './instanceClient.ts';
import type { ListeningFacts } from './listeningCause.ts';
import type { OutputTail } from './outputTail.ts';
import { directProbe, publishedProbe } from './portProbe.ts';
import { waitUntilReady } from './readiness.ts';
import { StartFailedError } from './startFailedError.ts';
import { listeningCauses, notListeningVerdict } from './startVerdict.ts';

export interface WhenListeningOptions {
  readonly engine: ContainerEngine;
  readonly identity: FcIdentity;
  readonly clock: Clock;
  readonly timeoutSeconds: number;
  readonly onSlow: (found: readonly string[]) => void;
  readonly signal: AbortSignal;
}

export interface Listening {
  /** Where it is dialled from now on. */
  readonly address: InstanceAddress;
  readonly hostPort?: number;
}

/**
 * Waits until CAPort accepts a connection: at the container's own address where that can be dialled (twice as fast as
 * the published port, measured), else at the published one.
 * @throws StartFailedError `FunctionNotStarted` when the time is over; AbortError
 */
export async function whenListening(
  options: WhenListeningOptions,
  { containerId, caPort }: Instance,
  tail: OutputTail,
): Promise<Listening> {
  const { engine, clock, identity, timeoutSeconds, signal } = options;
  const facts = await engine.containers.inspect(containerId, signal);
  const own = engine.info.containersReachable ? facts?.ipAddress : undefined;
  const hostPort = facts?.hostPort;
  const routes = [
    ...(own === undefined ? [] : [{ address: { host: own, port: caPort }, probe: directProbe(own, caPort) }]),
    ...(hostPort === undefined
      ? []
      : [{ address: { host: loopback, port: hostPort }, probe: publishedProbe(hostPort) }]),
  ];
  const found = await waitUntilReady({
    probes: routes.map((route) => route.probe),
    clock,
    timeoutMs: timeoutSeconds * 1000,
    onSlow: () =>
      void listeningFacts(options, containerId).then((seen) => options.onSlow(listeningCauses(caPort, seen))),
    signal,
  });
  const route = found === undefined ? undefined : routes[found];
  if (route === undefined) {
    const seen = await listeningFacts(options, containerId);
    throw new StartFailedError(notListeningVerdict(caPort, timeoutSeconds, seen, tail.text()), identity.spec);
  }
  return { address: route.address, ...(hostPort === undefined ? {} : { hostPort }) };
}

/** Milliseconds over which a container's use of its processor is looked at. */
const cpuSampleMs = 200;

/** What listens inside, and whether the container is at work or waiting. Never rejects. */
async function listeningFacts(
  { engine, clock, identity }: { engine: ContainerEngine; clock: Clock; identity: { spec: FunctionSpec } },
  containerId: string,
): Promise<ListeningFacts> {
  const { containers } = engine;
  const cpu = (): Promise<number | undefined> => containers.cpuSeconds(containerId).catch(() => undefined);
  const before = await cpu();
  const begun = clock.monotonicMs();
  const [sockets] = await Promise.all([
    containers.listeningSockets(containerId).catch(() => undefined),
    clock.sleep(cpuSampleMs),
  ]);
  const after = await cpu();
  const limit = Math.min(identity.spec.cpu, engine.info.cpuCount);
  const seconds = (clock.monotonicMs() - begun) / 1000;
  const share = before === undefined || after === undefined ? undefined : (after - before) / seconds / limit;
  return { ...(sockets === undefined ? {} : { sockets }), ...(share === undefined ? {} : { cpuShare: share }) };
}
