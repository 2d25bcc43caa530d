import type Docker from 'dockerode';
import type { ContainerEngine } from '../core/ports/containerEngine.ts';
import { isAbortError } from '../core/shared/abort.ts';
import { DockerContainers } from './containerClient.ts';
import { withDeadline } from './deadline.ts';
import { dialStream, readText } from './engineConnection.ts';
import { dockerodeOptions, parseEngineAddress, showEngineAddress } from './engineAddress.ts';
import { engineCandidates, type EngineCandidate, type EngineSearch } from './engineCandidates.ts';
import { readEngineInfo } from './engineInfo.ts';
import { engineMissing, UnusableEngine, type FailedCandidate } from './engineMissing.ts';
import { DockerImages } from './imageClient.ts';
import { engineStatus } from './translateError.ts';

export interface ConnectOptions extends EngineSearch {
  readonly signal?: AbortSignal;
}

const probeMs = 3_000;
const infoMs = 15_000;

/**
 * Finds a Docker-compatible engine and proves that it answers. One candidate is asked after the other, because
 * connecting to a socket can wake an engine nobody wanted (systemd socket activation).
 * @throws FcError `EngineNotFound`, `EngineNotRunning` or `EngineAccessDenied`, naming everything that was tried
 */
export async function connectEngine(options: ConnectOptions): Promise<ContainerEngine> {
  const { default: Dockerode } = await import('dockerode');
  const failed: FailedCandidate[] = [];
  for (const candidate of await engineCandidates(options)) {
    try {
      return await connectTo(candidate, Dockerode, options);
    } catch (error) {
      if (isAbortError(error)) throw error;
      failed.push({ candidate, address: shownAddress(candidate), error });
    }
  }
  throw engineMissing(failed, options.platform);
}

async function connectTo(
  candidate: EngineCandidate,
  Dockerode: typeof Docker,
  { platform, signal }: ConnectOptions,
): Promise<ContainerEngine> {
  const { address: written, tls } = candidate;
  if (written === undefined) throw new UnusableEngine('notFound', 'that context does not exist');
  const address = parseEngineAddress(written, tls);
  if (!address) throw new UnusableEngine('notFound', 'not an engine address');
  if (address.kind === 'ssh') {
    // Published ports would open on the other machine only, and dockerode checks no host key.
    throw new UnusableEngine('notFound', 'engines over SSH are not supported');
  }
  const docker = new Dockerode(dockerodeOptions(address, tls));
  const version = await withDeadline(probeMs, signal, async (abort) => askVersion(docker, abort));
  const shown = showEngineAddress(address, written);
  const local = platform === 'linux' && address.kind === 'unix';
  const info = await withDeadline(infoMs, signal, async () =>
    readEngineInfo({ docker, version, address: shown, local }),
  );
  const connection = { docker, info };
  return { info, images: new DockerImages(connection), containers: new DockerContainers(connection) };
}

async function askVersion(docker: Docker, signal: AbortSignal): Promise<Docker.DockerVersion> {
  const noEngine = new UnusableEngine('notFound', 'somebody answers, but it is no Docker engine');
  let version: Partial<Docker.DockerVersion>;
  try {
    const answer = await readText(await dialStream({ docker }, { method: 'GET', path: '/version', signal }));
    version = JSON.parse(answer) as Partial<Docker.DockerVersion>;
  } catch (error) {
    throw error instanceof SyntaxError || engineStatus(error) !== undefined ? noEngine : error;
  }
  if (typeof version.ApiVersion !== 'string') throw noEngine;
  if (version.Os === 'windows') throw new UnusableEngine('notRunning', 'it runs Windows containers');
  return version as Docker.DockerVersion;
}

function shownAddress({ source, address, tls }: EngineCandidate): string {
  return address === undefined ? source : showEngineAddress(parseEngineAddress(address, tls), address);
}
