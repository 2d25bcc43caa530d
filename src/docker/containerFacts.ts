import type Docker from 'dockerode';
import type { ContainerFacts } from '../core/ports/containerEngine.ts';

/** What an inspection says of a container, in the core's words. */
export function containerFacts({ Id, State, NetworkSettings }: Docker.ContainerInspectInfo): ContainerFacts {
  // The address of the network, not the field beside it: newer engines leave that one out.
  const ipAddress = Object.values(NetworkSettings.Networks).find((network) => network.IPAddress)?.IPAddress;
  const hostPort = publishedPort(NetworkSettings.Ports);
  const startedAt = new Date(State.StartedAt);
  return {
    id: Id,
    running: State.Running,
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
    error: State.Error,
    ...(ipAddress && { ipAddress }),
    ...(hostPort && { hostPort }),
    ...(startedAt.getTime() > 0 && { startedAt }), // year 1: never started
  };
}

type Ports = Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;

/** We publish one port at most; what else the image exposes is there too, published nowhere (`null`). */
function publishedPort(ports: Ports | null): number | undefined {
  const [binding] = Object.values(ports ?? {}).flatMap((bindings) => bindings ?? []);
  return binding && Number(binding.HostPort);
}
