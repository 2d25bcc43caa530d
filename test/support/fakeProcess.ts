import { createServer, type RequestListener, type Server } from 'node:http';
import type {
  ContainerExit,
  ContainerFacts,
  ContainerOutput,
  ContainerPlan,
  ListeningSocket,
  OutputChunk,
} from '../../src/core/ports/containerEngine.ts';
import type { FcError } from '../../src/core/shared/fcError.ts';

/** What a container does once it is started. Throws an FcError when the engine could not even start it. */
export type FakeProgram = (process: FakeProcess) => void | Promise<void>;

/** A container and what runs in it. Programs call it from inside, the client from outside. */
export class FakeProcess {
  readonly id: string;
  readonly plan: ContainerPlan;
  running = false;
  memoryBytes = 10 * 1024 ** 2;
  peakMemoryBytes = this.memoryBytes;
  sockets: readonly ListeningSocket[] = [];
  /** What SIGTERM does; by default the process ends, as most do. */
  onTerminate: () => void | Promise<void> = () => this.exit(143);
  #result: ContainerExit = { exitCode: 0, oomKilled: false };
  #startedAt: Date | undefined;
  #server: Server | undefined;
  #settleExit: { resolve: (exit: ContainerExit) => void; reject: (error: FcError) => void } | undefined;
  #exited: Promise<ContainerExit> | undefined;
  readonly #outputs = new Map<(chunk: OutputChunk) => void, () => void>();

  constructor(id: string, plan: ContainerPlan) {
    this.id = id;
    this.plan = plan;
  }

  /** Prints; what nobody is attached for is lost, as with the real engine's attach. */
  print(text: string | Uint8Array, stream: OutputChunk['stream'] = 'stdout'): void {
    const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    for (const onOutput of this.#outputs.keys()) onOutput({ stream, data });
  }

  useMemory(bytes: number): void {
    this.memoryBytes = bytes;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, bytes);
    if (bytes > this.plan.memoryBytes) this.exit(137, { oomKilled: true });
  }

  /**
   * Opens a port inside. A real HTTP server answers on the published port when it is CAPort on all addresses, so that
   * probes and invocations of the core have something true to talk to.
   */
  async listen(serve: RequestListener, { address = '0.0.0.0', port = this.plan.port.container } = {}): Promise<void> {
    this.sockets = [...this.sockets, { address, port }];
    if (port !== this.plan.port.container || !['0.0.0.0', '::'].includes(address)) return;
    const server = createServer(serve);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.plan.port.host, '127.0.0.1', resolve);
    });
    if (!this.running) this.#closeServer();
  }

  exit(exitCode: number, { oomKilled = false } = {}): void {
    if (!this.running) return;
    this.#result = { exitCode, oomKilled };
    this.running = false;
    this.sockets = [];
    this.#closeServer();
    for (const end of [...this.#outputs.values()]) end();
    this.#settleExit?.resolve(this.#result);
  }

  get exited(): Promise<ContainerExit> {
    return (this.running ? this.#exited : undefined) ?? Promise.resolve(this.#result);
  }

  async start(program: FakeProgram | undefined): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.#startedAt = new Date();
    this.#exited = new Promise((resolve, reject) => (this.#settleExit = { resolve, reject }));
    this.#exited.catch(() => undefined);
    try {
      const work = program?.(this);
      work?.catch((error: unknown) => {
        this.print(`${String(error)}\n`, 'stderr');
        this.exit(1);
      });
    } catch (error) {
      this.exit(127);
      throw error;
    }
    await new Promise(setImmediate);
  }

  async terminate(): Promise<void> {
    if (!this.running) return;
    await this.onTerminate();
    this.exit(137); // whoever does not end by itself is killed; the grace period is not waited for
  }

  attach(onOutput: (chunk: OutputChunk) => void): ContainerOutput {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = () => {
        this.#outputs.delete(onOutput);
        resolve();
      };
    });
    this.#outputs.set(onOutput, end);
    return { ended, close: end };
  }

  facts(): ContainerFacts {
    const startedAt = this.#startedAt && { startedAt: this.#startedAt };
    return { id: this.id, running: this.running, ...this.#result, error: '', ...startedAt };
  }

  loseEngine(error: FcError): void {
    for (const end of [...this.#outputs.values()]) end();
    this.#settleExit?.reject(error);
    this.#closeServer();
  }

  #closeServer(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = undefined;
  }
}
