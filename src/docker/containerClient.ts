import type Docker from 'dockerode';
import type {
  ContainerClient,
  ContainerExit,
  ContainerFacts,
  ContainerOutput,
  ContainerPlan,
  ContainerSummary,
  ListeningSocket,
  OutputChunk,
  PeakMemory,
} from '../core/ports/containerEngine.ts';
import { abortError } from '../core/shared/abort.ts';
import { attachOutput } from './attachOutput.ts';
import { createFailure, startFailure } from './containerFailure.ts';
import { containerOptions } from './containerOptions.ts';
import { wasAborted } from './deadline.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { listeningSockets } from './listeningSockets.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { peakMemory } from './peakMemory.ts';
import { removeContainer } from './removeContainer.ts';
import { unlessStatus } from './translateError.ts';
import { waitForExit } from './waitForExit.ts';

const startMs = 120_000; // a first start may have to wait for a busy disk

/** The container half of the engine port, over dockerode. */
export class DockerContainers implements ContainerClient {
  readonly #engine: EngineConnection;
  readonly #memory: MemoryFiles;

  constructor(engine: EngineConnection) {
    this.#engine = engine;
    this.#memory = new MemoryFiles(engine);
  }

  /** The engine finishes a creation whose request was cancelled, so it is awaited and then taken back. */
  async create(plan: ContainerPlan, signal?: AbortSignal): Promise<string> {
    if (signal?.aborted) throw abortError();
    const { docker, info } = this.#engine;
    const { id } = await callEngine(this.#engine, { doing: `create the container ${plan.name}` }, async () =>
      docker.createContainer(containerOptions(plan, info)).catch((error: unknown) => {
        throw createFailure(error, plan) ?? startFailure(error) ?? error;
      }),
    );
    if (!wasAborted(signal)) return id;
    await this.remove(id);
    throw abortError();
  }

  async attach(id: string, onOutput: (chunk: OutputChunk) => void, signal?: AbortSignal): Promise<ContainerOutput> {
    return attachOutput(this.#engine, { id, onOutput, signal });
  }

  async start(id: string, signal?: AbortSignal): Promise<void> {
    await callEngine(this.#engine, { doing: 'start the container', signal, limitMs: startMs }, async (abortSignal) =>
      unlessStatus<unknown>([304], this.#container(id).start({ abortSignal })).catch((error: unknown) => {
        throw startFailure(error) ?? error;
      }),
    );
  }

  async inspect(id: string, signal?: AbortSignal): Promise<ContainerFacts | undefined> {
    return callEngine(this.#engine, { doing: 'inspect the container', signal }, async (abortSignal) => {
      const found = await unlessStatus([404], this.#container(id).inspect({ abortSignal }));
      if (found) this.#memory.learn(found.Id, found.State.Pid);
      return found && containerFacts(found);
    });
  }

  async waitForExit(id: string, signal?: AbortSignal): Promise<ContainerExit> {
    return waitForExit(this.#engine, id, signal);
  }

  async stop(id: string, graceSeconds: number): Promise<void> {
    const limitMs = (graceSeconds + 30) * 1000;
    await callEngine(this.#engine, { doing: 'stop the container', limitMs }, async (abortSignal) =>
      unlessStatus<unknown>([304, 404], this.#container(id).stop({ t: graceSeconds, abortSignal })),
    );
  }

  async remove(id: string): Promise<void> {
    this.#memory.forget(id);
    await removeContainer(this.#engine, id);
  }

  async list(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly ContainerSummary[]> {
    const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return callEngine(this.#engine, { doing: 'list containers', signal }, async (abortSignal) => {
      const found = await this.#engine.docker.listContainers({ all: true, filters: { label }, abortSignal });
      return found.map(({ Id, State, Labels }) => ({ id: Id, running: State === 'running', labels: Labels }));
    });
  }

  async peakMemory(id: string): Promise<PeakMemory | undefined> {
    return peakMemory(this.#engine, this.#memory, id);
  }

  async resetPeakMemory(id: string): Promise<boolean> {
    return this.#memory.resetPeak(id);
  }

  async listeningSockets(id: string): Promise<readonly ListeningSocket[] | undefined> {
    return listeningSockets(this.#engine, id);
  }

  #container(id: string): Docker.Container {
    return this.#engine.docker.getContainer(id);
  }
}

function containerFacts({ Id, State, NetworkSettings }: Docker.ContainerInspectInfo): ContainerFacts {
  // The address of the network, not the field beside it: newer engines leave that one out.
  const ipAddress = Object.values(NetworkSettings.Networks).find((network) => network.IPAddress)?.IPAddress;
  const startedAt = new Date(State.StartedAt);
  return {
    id: Id,
    running: State.Running,
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
    error: State.Error,
    ...(ipAddress && { ipAddress }),
    ...(startedAt.getTime() > 0 && { startedAt }), // year 1: never started
  };
}
