import type Docker from 'dockerode';
import type {
  CommandResult,
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
import type { Unsubscribe } from '../core/shared/disposable.ts';
import { FcError } from '../core/shared/fcError.ts';
import { attachOutput } from './attachOutput.ts';
import { containerFacts } from './containerFacts.ts';
import { createFailure, startFailure } from './containerFailure.ts';
import { ContainerFreezer } from './containerFreezer.ts';
import { containerOptions } from './containerOptions.ts';
import { ControlGroups } from './controlGroups.ts';
import { cpuSeconds } from './cpuSeconds.ts';
import { wasAborted } from './deadline.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { fileHead } from './fileHead.ts';
import { listeningSockets } from './listeningSockets.ts';
import { OutOfMemoryWatch } from './outOfMemoryWatch.ts';
import { peakMemory } from './peakMemory.ts';
import { removeContainer } from './removeContainer.ts';
import { runCommand } from './runCommand.ts';
import { unlessStatus } from './translateError.ts';
import { waitForExit } from './waitForExit.ts';
import { writableBytes } from './writableBytes.ts';

const startMs = 120_000; // a first start may have to wait for a busy disk

/** The container half of the engine port, over dockerode. */
export class DockerContainers implements ContainerClient {
  readonly #engine: EngineConnection;
  readonly #groups: ControlGroups;
  readonly #freezer: ContainerFreezer;
  readonly #outOfMemory: OutOfMemoryWatch;
  readonly #created = new Set<string>();

  constructor(engine: EngineConnection) {
    this.#engine = engine;
    this.#groups = new ControlGroups(engine);
    this.#freezer = new ContainerFreezer(engine, this.#groups);
    this.#outOfMemory = new OutOfMemoryWatch(engine, (id) => this.#created.has(id));
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
    this.#created.add(id);
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
      if (found) this.#groups.learn(found.Id, found.State.Pid);
      return found && containerFacts(found);
    });
  }

  async waitForExit(id: string, signal?: AbortSignal): Promise<ContainerExit> {
    return waitForExit(this.#engine, id, signal);
  }

  async stop(id: string, graceSeconds: number): Promise<void> {
    await this.#freezer.thaw(id).catch(() => undefined); // to end when asked, it must run
    const limitMs = (graceSeconds + 30) * 1000;
    await callEngine(this.#engine, { doing: 'stop the container', limitMs }, async (abortSignal) =>
      unlessStatus<unknown>([304, 404], this.#container(id).stop({ t: graceSeconds, abortSignal })),
    );
  }

  async remove(id: string): Promise<void> {
    // On cgroup v1 the kernel kills nobody who is frozen, and runc before 1.1 does not know that.
    await this.#freezer.thaw(id).catch(() => undefined);
    await removeContainer(this.#engine, id).finally(() => this.#groups.forget(id));
    this.#created.delete(id);
  }

  async list(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly ContainerSummary[]> {
    const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return callEngine(this.#engine, { doing: 'list containers', signal }, async (abortSignal) => {
      const found = await this.#engine.docker.listContainers({ all: true, filters: { label }, abortSignal });
      return found.map(({ Id, State, Labels }) => ({
        id: Id,
        running: ['running', 'paused'].includes(State),
        labels: Labels,
      }));
    });
  }

  async peakMemory(id: string): Promise<PeakMemory | undefined> {
    return peakMemory(this.#engine, this.#groups, id);
  }

  async resetPeakMemory(id: string): Promise<boolean> {
    return (await this.#groups.of(id))?.resetPeak() ?? false;
  }

  async cpuSeconds(id: string): Promise<number | undefined> {
    return cpuSeconds(this.#engine, this.#groups, id);
  }

  async writableBytes(id: string): Promise<number | undefined> {
    return writableBytes(this.#engine, id);
  }

  async listeningSockets(id: string): Promise<readonly ListeningSocket[] | undefined> {
    return listeningSockets(this.#engine, id);
  }

  async fileHead(id: string, path: string): Promise<Uint8Array | undefined> {
    return fileHead(this.#engine, id, path);
  }

  async freeze(id: string): Promise<void> {
    return this.#freezer.freeze(id);
  }

  async thaw(id: string): Promise<void> {
    return this.#freezer.thaw(id);
  }

  async run(id: string, command: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
    if (await this.#freezer.frozenUnseen(id)) {
      throw new FcError('EngineFailed', 'The container is frozen: it can run nothing before it is thawed.');
    }
    return runCommand(this.#engine, { id, command, signal });
  }

  onOutOfMemory(listener: (containerId: string) => void): Unsubscribe {
    return this.#outOfMemory.listen(listener);
  }

  #container(id: string): Docker.Container {
    return this.#engine.docker.getContainer(id);
  }
}
