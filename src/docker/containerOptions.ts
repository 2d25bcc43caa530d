import type Docker from 'dockerode';
import { fcPlatform, type ContainerPlan, type EngineInfo } from '../core/ports/containerEngine.ts';

/** Enough to look back with `docker logs`, too little to fill a disk. */
const engineLog = { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } };

/**
 * The request that creates a plan's container. Query and body are told apart by hand: left to itself, dockerode 5 sends
 * every option in the URL as well, environment included, and URLs end up in proxies' and engines' logs.
 */
export function containerOptions(plan: ContainerPlan, info: EngineInfo): Docker.ContainerCreateOptions {
  const port = `${plan.port.container}/tcp`;
  const body: Docker.ContainerCreateOptions = {
    Image: plan.image,
    Env: Object.entries(plan.environment).map(([name, value]) => `${name}=${value}`),
    Labels: plan.labels,
    Tty: false, // a terminal would merge the two streams
    ExposedPorts: { [port]: {} },
    HostConfig: {
      Memory: plan.memoryBytes,
      MemorySwap: plan.memoryBytes, // equal: no swap, as in the cloud
      NanoCpus: Math.round(Math.min(plan.cpus, info.cpuCount) * 1e9), // more than there are is refused
      PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: String(plan.port.host) }] },
      LogConfig: engineLog,
    },
    ...(plan.entrypoint && { Entrypoint: [...plan.entrypoint] }),
    ...(plan.command && { Cmd: [...plan.command] }),
  };
  const parts = { _query: { name: plan.name, platform: fcPlatform }, _body: body };
  return parts as unknown as Docker.ContainerCreateOptions; // dockerode's types do not know its two parts
}
