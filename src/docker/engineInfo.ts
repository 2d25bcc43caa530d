import { access, readFile } from 'node:fs/promises';
import { release } from 'node:os';
import type Docker from 'dockerode';
import type { EngineInfo } from '../core/ports/containerEngine.ts';
import { limitsDisk, type StorageFacts } from './diskLimit.ts';

interface EngineFacts {
  readonly docker: Docker;
  readonly version: Docker.DockerVersion;
  /** Without credentials. */
  readonly address: string;
  /** Reached through a socket file on Linux: perhaps the same machine. */
  readonly local: boolean;
}

/** The fields of `GET /info` we read; dockerode leaves them untyped. */
interface SystemInfo extends StorageFacts {
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly KernelVersion: string;
  readonly SecurityOptions?: readonly string[] | null;
}

/** Reads once what never changes while we are connected. */
export async function readEngineInfo({ docker, version, address, local }: EngineFacts): Promise<EngineInfo> {
  const system = (await docker.info()) as SystemInfo;
  const containersReachable = local && (await sharesOurNetwork(docker, system));
  return {
    address,
    version: version.Version,
    apiVersion: version.ApiVersion,
    architecture: version.Arch,
    cpuCount: system.NCPU,
    memoryBytes: system.MemTotal,
    containersReachable,
    limitsDisk: limitsDisk(system, containersReachable ? await mountInfo() : undefined),
  };
}

/**
 * A socket file alone proves nothing: behind it may be a virtual machine (another kernel: Docker Desktop, Colima), a
 * rootless engine (its bridge is in its own network namespace), or the socket was mounted into the container we run in
 * (same kernel, but the engine's bridge is not among our interfaces). Only when all three are ruled out can a
 * container's own address be dialled.
 */
async function sharesOurNetwork(docker: Docker, system: SystemInfo): Promise<boolean> {
  if (system.KernelVersion !== release()) return false;
  if (system.SecurityOptions?.some((option) => option.includes('rootless'))) return false;
  try {
    const network = (await docker.getNetwork('bridge').inspect()) as { Options?: Record<string, string> | null };
    const bridge = network.Options?.['com.docker.network.bridge.name'];
    if (!bridge) return false;
    await access(`/sys/class/net/${bridge}`);
    return true;
  } catch {
    return false; // no default bridge (Podman), or not among our interfaces
  }
}

async function mountInfo(): Promise<string | undefined> {
  return readFile('/proc/self/mountinfo', 'utf8').catch(() => undefined);
}
