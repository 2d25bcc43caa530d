import type Docker from 'dockerode';
import {
  fcPlatform,
  type ContainerPlan,
  type DnsPlan,
  type EngineInfo,
  type FolderMount,
} from '../core/ports/containerEngine.ts';

/** Enough to look back with `docker logs`, too little to fill a disk. */
const engineLog = { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } };

/** Processes and threads together (docs: limits of Function Compute, "Number of processes and threads"). */
const pidsLimit = 1024;

/**
 * The request that creates a plan's container. Query and body are told apart by hand: left to itself, dockerode 5 sends
 * every option in the URL as well, environment included, and URLs end up in proxies' and engines' logs.
 *
 * The platform's limit of 100,000 open files is left out: an engine that may have less itself and has no right to raise
 * it then starts no container at all ("error setting rlimit type 7", tried), and it does not tell beforehand. `User` is
 * as the image says, root unless its Dockerfile says otherwise, but for a function that mounts a file system as somebody.
 */
export function containerOptions(plan: ContainerPlan, info: EngineInfo): Docker.ContainerCreateOptions {
  const body: Docker.ContainerCreateOptions = {
    Image: plan.image,
    Env: Object.entries(plan.environment).map(([name, value]) => `${name}=${value}`),
    Labels: plan.labels,
    Tty: false, // a terminal would merge the two streams
    HostConfig: {
      Memory: plan.memoryBytes,
      MemorySwap: plan.memoryBytes, // equal: no swap, as in the cloud
      NanoCpus: Math.round(Math.min(plan.cpus, info.cpuCount) * 1e9), // more than there are is refused
      PidsLimit: pidsLimit,
      LogConfig: engineLog,
      Mounts: plan.mounts.map(bindMount),
      ...(info.limitsDisk && { StorageOpt: { size: String(plan.diskBytes) } }), // elsewhere it is refused
      ...(plan.dns && dnsOptions(plan.dns)),
    },
    ...(plan.entrypoint && { Entrypoint: [...plan.entrypoint] }),
    ...(plan.command && { Cmd: [...plan.command] }),
    ...(plan.user && { User: plan.user }),
  };
  const published = plan.port === undefined ? body : publishing(body, plan.port);
  const parts = { _query: { name: plan.name, platform: fcPlatform }, _body: published };
  return parts as unknown as Docker.ContainerCreateOptions; // dockerode's types do not know its two parts
}

/** On a port of 127.0.0.1 that the engine chooses at the start: whoever chose one before could lose it until then. */
function publishing(body: Docker.ContainerCreateOptions, caPort: number): Docker.ContainerCreateOptions {
  const port = `${caPort}/tcp`;
  const PortBindings = { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] };
  return { ...body, ExposedPorts: { [port]: {} }, HostConfig: { ...body.HostConfig, PortBindings } };
}

/** A mount, not a bind: for a bind, the engine makes a folder that is not there, as root and on the person's disk. */
function bindMount({ hostFolder, containerFolder, readOnly }: FolderMount): Docker.MountSettings {
  return { Type: 'bind', Source: hostFolder, Target: containerFolder, ReadOnly: readOnly };
}

function dnsOptions({ nameServers, searches, options }: DnsPlan): Docker.HostConfig {
  return { Dns: [...nameServers], DnsSearch: [...searches], DnsOptions: [...options] };
}
