import { finished } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type {
  BuildEvent,
  BuildRequest,
  CommandResult,
  ContainerClient,
  ContainerEngine,
  ContainerExit,
  ContainerFacts,
  ContainerOutput,
  ContainerPlan,
  ContainerSummary,
  EngineInfo,
  ImageClient,
  ImageFacts,
  ListeningSocket,
  OutputChunk,
  PeakMemory,
} from '../../src/core/ports/containerEngine.ts';
import { abortError } from '../../src/core/shared/abort.ts';
import type { Unsubscribe } from '../../src/core/shared/disposable.ts';
import { FcError } from '../../src/core/shared/fcError.ts';
import { FakeProcess, type FakeProgram } from './fakeProcess.ts';

/** What an image holds; everything left out is as in a plain linux/amd64 image that runs until it is stopped. */
export interface FakeImage extends Partial<ImageFacts> {
  readonly program?: FakeProgram;
  /** Contents by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** One build as the test's own builder sees it: it answers with the image, or throws. */
export interface FakeBuild {
  readonly request: BuildRequest;
  readonly emit: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** A container engine in memory, which behaves as its test says and keeps every promise of the port. */
export class FakeEngine implements ContainerEngine {
  info: EngineInfo = {
    address: 'unix:///fake.sock',
    version: '0.0.0',
    apiVersion: '1.41',
    architecture: 'amd64',
    cpuCount: 4,
    memoryBytes: 8 * 1024 ** 3,
    containersReachable: false,
    limitsDisk: false,
  };
  /** What builds come to; without one they give a plain image. */
  builder: (build: FakeBuild) => FakeImage | Promise<FakeImage> = () => ({});
  readonly images: FakeImages = new FakeImages(this);
  readonly containers: FakeContainers = new FakeContainers(this);
  #death: FcError | undefined;

  addImage(ref: string, image: FakeImage = {}): void {
    this.images.known.set(ref, image);
  }

  /** Puts an image into the registry the engine pulls from. */
  addRemoteImage(ref: string, image: FakeImage = {}): void {
    this.images.pullable.set(ref, image);
  }

  /** The engine is gone: what is under way fails, and so does everything that comes. */
  die(error = new FcError('EngineNotRunning', 'The engine is not running.')): void {
    this.#death = error;
    for (const process of this.containers.processes.values()) process.loseEngine(error);
  }

  /** What every method begins with. */
  async answer(signal?: AbortSignal): Promise<void> {
    await new Promise(setImmediate);
    if (signal?.aborted) throw abortError();
    if (this.#death) throw this.#death;
  }
}

class FakeImages implements ImageClient {
  readonly known = new Map<string, FakeImage>();
  readonly pullable = new Map<string, FakeImage>();
  readonly #engine: FakeEngine;
  #built = 0;

  constructor(engine: FakeEngine) {
    this.#engine = engine;
  }

  async build(request: BuildRequest, onEvent: (event: BuildEvent) => void, signal?: AbortSignal): Promise<string> {
    await this.#engine.answer(signal);
    const own = new AbortController();
    const cancelled = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        own.abort();
        reject(abortError());
      });
    });
    const work = async (): Promise<FakeImage> => {
      await finished(Readable.from(request.context).resume(), { signal: own.signal });
      return this.#engine.builder({ request, emit: onEvent, signal: own.signal });
    };
    const image = await Promise.race([work(), cancelled]);
    const id = image.id ?? `sha256:${String(++this.#built).padStart(64, '0')}`;
    this.known.set(request.ref, { ...image, id });
    return id;
  }

  async inspect(ref: string, signal?: AbortSignal): Promise<ImageFacts | undefined> {
    await this.#engine.answer(signal);
    const image = this.known.get(ref) ?? [...this.known.values()].find(({ id }) => id === ref);
    if (!image) return undefined;
    const { program: _program, files: _files, ...facts } = image;
    const plain = { os: 'linux', architecture: 'amd64', sizeBytes: 1_000_000, createdAt: new Date(0) };
    return { id: `sha256:${ref}`, ...plain, entrypoint: [], command: ['run'], exposedPorts: [], ...facts };
  }

  async pull(ref: string, onProgress: (text: string) => void, signal?: AbortSignal): Promise<void> {
    await this.#engine.answer(signal);
    const image = this.pullable.get(ref);
    if (!image) throw new FcError('ImageMissing', `The image ${ref} could not be pulled: there is no such image.`);
    onProgress('0 of 1 layers');
    await this.#engine.answer(signal);
    onProgress('1 of 1 layers');
    this.known.set(ref, image);
  }
}

class FakeContainers implements ContainerClient {
  readonly processes = new Map<string, FakeProcess>();
  readonly #engine: FakeEngine;
  readonly #onOutOfMemory = new Set<(containerId: string) => void>();
  #count = 0;

  constructor(engine: FakeEngine) {
    this.#engine = engine;
  }

  async create(plan: ContainerPlan, signal?: AbortSignal): Promise<string> {
    await this.#engine.answer(signal);
    const image = await this.#engine.images.inspect(plan.image);
    if (!image) throw new FcError('ImageMissing', `The image ${plan.image} is not on this engine.`);
    if (image.architecture !== 'amd64') throw new FcError('ImageNotAmd64', `${plan.image} is ${image.architecture}.`);
    const namesake = [...this.processes.values()].some((process) => process.plan.name === plan.name);
    if (namesake) throw new FcError('EngineFailed', `There is a container named ${plan.name} already.`);
    const id = (++this.#count).toString(16).padStart(64, '0');
    const onOutOfMemory = (): void => [...this.#onOutOfMemory].forEach((tell) => tell(id));
    this.processes.set(id, new FakeProcess(id, plan, onOutOfMemory));
    return id;
  }

  async attach(id: string, onOutput: (chunk: OutputChunk) => void, signal?: AbortSignal): Promise<ContainerOutput> {
    await this.#engine.answer(signal);
    const output = this.#existing(id).attach(onOutput);
    signal?.addEventListener('abort', () => output.close(), { once: true });
    return output;
  }

  async start(id: string, signal?: AbortSignal): Promise<void> {
    await this.#engine.answer(signal);
    const process = this.#existing(id);
    await process.start(this.#engine.images.known.get(process.plan.image)?.program);
  }

  async inspect(id: string, signal?: AbortSignal): Promise<ContainerFacts | undefined> {
    await this.#engine.answer(signal);
    return this.processes.get(id)?.facts();
  }

  async waitForExit(id: string, signal?: AbortSignal): Promise<ContainerExit> {
    await this.#engine.answer(signal);
    const process = this.processes.get(id);
    if (!process) throw new FcError('InstanceNotRunning', 'The container is not there any more.');
    return this.#untilCancelled(process.exited, signal);
  }

  async stop(id: string, _graceSeconds: number): Promise<void> {
    await this.#engine.answer();
    await this.processes.get(id)?.terminate();
  }

  async remove(id: string): Promise<void> {
    await this.#engine.answer();
    this.processes.get(id)?.exit(137);
    this.processes.delete(id);
  }

  async list(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly ContainerSummary[]> {
    await this.#engine.answer(signal);
    const wanted = Object.entries(labels);
    return [...this.processes.values()]
      .filter(({ plan }) => wanted.every(([name, value]) => plan.labels[name] === value))
      .map(({ id, plan, running }) => ({ id, running, labels: plan.labels }));
  }

  async peakMemory(id: string): Promise<PeakMemory | undefined> {
    await this.#engine.answer();
    const process = this.processes.get(id);
    return process?.running ? { bytes: process.peakMemoryBytes, kind: 'peak' } : undefined;
  }

  async resetPeakMemory(id: string): Promise<boolean> {
    await this.#engine.answer();
    const process = this.processes.get(id);
    if (!process?.running) return false;
    process.peakMemoryBytes = process.memoryBytes;
    return true;
  }

  async cpuSeconds(id: string): Promise<number | undefined> {
    await this.#engine.answer();
    const process = this.processes.get(id);
    return process?.running ? process.cpuSeconds : undefined;
  }

  async writableBytes(id: string): Promise<number | undefined> {
    await this.#engine.answer();
    return this.processes.get(id)?.writableBytes;
  }

  async listeningSockets(id: string): Promise<readonly ListeningSocket[] | undefined> {
    await this.#engine.answer();
    const process = this.processes.get(id);
    return process?.running ? [...process.sockets] : undefined;
  }

  async fileHead(id: string, path: string): Promise<Uint8Array | undefined> {
    await this.#engine.answer();
    const image = this.processes.get(id)?.plan.image;
    const content = image === undefined ? undefined : this.#engine.images.known.get(image)?.files?.[path];
    return content === undefined ? undefined : new TextEncoder().encode(content).subarray(0, 4096);
  }

  async freeze(id: string): Promise<void> {
    await this.#engine.answer();
    this.processes.get(id)?.freeze();
  }

  async thaw(id: string): Promise<void> {
    await this.#engine.answer();
    this.processes.get(id)?.thaw();
  }

  async run(id: string, command: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
    await this.#engine.answer(signal);
    const process = this.processes.get(id);
    if (!process) throw new FcError('InstanceNotRunning', 'The container is not there any more.');
    return this.#untilCancelled(process.run(command, signal), signal);
  }

  onOutOfMemory(listener: (containerId: string) => void): Unsubscribe {
    const tell = (containerId: string): void => listener(containerId);
    this.#onOutOfMemory.add(tell);
    return () => void this.#onOutOfMemory.delete(tell);
  }

  async #untilCancelled<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
    const cancelled = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(abortError()), { once: true });
    });
    return Promise.race([work, cancelled]);
  }

  #existing(id: string): FakeProcess {
    const process = this.processes.get(id);
    if (!process) throw new FcError('EngineFailed', `No such container: ${id}`);
    return process;
  }
}
