import type Docker from 'dockerode';
import type { BuildEvent, BuildRequest, ImageClient, ImageFacts } from '../core/ports/containerEngine.ts';
import { buildImage } from './buildImage.ts';
import { callEngine, dialStream, readText, type EngineConnection } from './engineConnection.ts';
import { pullImage } from './pullImage.ts';
import { unlessStatus } from './translateError.ts';

/** The image half of the engine port, over dockerode. */
export class DockerImages implements ImageClient {
  readonly #engine: EngineConnection;

  constructor(engine: EngineConnection) {
    this.#engine = engine;
  }

  async build(request: BuildRequest, onEvent: (event: BuildEvent) => void, signal?: AbortSignal): Promise<string> {
    return buildImage(this.#engine, { request, onEvent, signal });
  }

  async inspect(ref: string, signal?: AbortSignal): Promise<ImageFacts | undefined> {
    return callEngine(this.#engine, { doing: `inspect the image ${ref}`, signal }, async (abortSignal) => {
      const path = `/images/${encodeURI(ref)}/json`;
      const answer = await unlessStatus([404], dialStream(this.#engine, { method: 'GET', path, signal: abortSignal }));
      return answer && imageFacts(JSON.parse(await readText(answer)) as Docker.ImageInspectInfo);
    });
  }

  async pull(ref: string, onProgress: (text: string) => void, signal?: AbortSignal): Promise<void> {
    return pullImage(this.#engine, { ref, onProgress, signal });
  }
}

function imageFacts(image: Docker.ImageInspectInfo): ImageFacts {
  const config = image.Config as Partial<Docker.ImageInspectInfo['Config']> | null; // absent in an image from scratch
  const entrypoint = config?.Entrypoint ?? [];
  const exposed = (config?.ExposedPorts ?? {}) as Record<string, unknown>;
  return {
    id: image.Id,
    os: image.Os,
    architecture: image.Architecture,
    sizeBytes: image.Size,
    createdAt: new Date(image.Created),
    entrypoint: typeof entrypoint === 'string' ? [entrypoint] : entrypoint,
    command: config?.Cmd ?? [],
    exposedPorts: Object.keys(exposed).flatMap(tcpPort),
  };
}

/** `9000/tcp` and `9000` are TCP ports, `53/udp` is none. */
function tcpPort(exposed: string): readonly number[] {
  const [, port] = /^(\d+)(?:\/tcp)?$/.exec(exposed) ?? [];
  return port ? [Number(port)] : [];
}
