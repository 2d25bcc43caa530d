import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  CommandResult,
  ContainerExit,
  ContainerFacts,
  ContainerOutput,
  ContainerPlan,
  ListeningSocket,
  OutputChunk,
} from '../../src/core/ports/containerEngine.ts';
import { FcError } from '../../src/core/shared/fcError.ts';
import { freePort } from './freePort.ts';

/** What a container does once it is started. Throws an FcError when the engine could not even start it. */
export type FakeProgram = (process: FakeProcess) => void | Promise<void>;

/** A container and what runs in it. Programs call it from inside, the client from outside. */
export class FakeProcess {
  readonly id: string;
  readonly plan: ContainerPlan;
  running = false;
  memoryBytes = 10 * 1024 ** 2;
  peakMemoryBytes = this.memoryBytes;
  cpuSeconds = 0;
  writableBytes = 0;
  sockets: readonly ListeningSocket[] = [];
  /** What SIGTERM does; by default the process ends, as most do. */
  onTerminate: () => void | Promise<void> = () => this.exit(143);
  /** What a command comes to that is run beside it; by default it succeeds and prints nothing. */
  onRun: (command: readonly string[], signal?: AbortSignal) => CommandResult | Promise<CommandResult> = () => ({
    exitCode: 0,
    output: '',
  });
  #result: ContainerExit = { exitCode: 0, oomKilled: false };
  #startedAt: Date | undefined;
  #hostPort: number | undefined;
  #server: Server | undefined;
  /** While frozen: what comes after. */
  #held: (() => void)[] | undefined;
  #settleExit: { resolve: (exit: ContainerExit) => void; reject: (error: FcError) => void } | undefined;
  #exited: Promise<ContainerExit> | undefined;
  readonly #onOutOfMemory: () => void;
  readonly #outputs = new Map<(chunk: OutputChunk) => void, () => void>();

  constructor(id: string, plan: ContainerPlan, onOutOfMemory: () => void = () => undefined) {
    this.id = id;
    this.plan = plan;
    this.#onOutOfMemory = onOutOfMemory;
  }

  /** Prints; what nobody is attached for is lost, as with the real engine's attach. What is frozen prints later. */
  print(text: string | Uint8Array, stream: OutputChunk['stream'] = 'stdout'): void {
    this.#whenThawed(() => {
      const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      for (const onOutput of this.#outputs.keys()) onOutput({ stream, data });
    });
  }

  useMemory(bytes: number): void {
    this.memoryBytes = bytes;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, bytes);
    if (bytes > this.plan.memoryBytes) this.outOfMemory({ survives: false });
  }

  /** The kernel kills the container's first process for want of memory, or one of its children and it survives. */
  outOfMemory({ survives }: { readonly survives: boolean }): void {
    if (!this.running) return;
    this.#result = { ...this.#result, oomKilled: true };
    this.#onOutOfMemory();
    if (!survives) this.exit(137);
  }

  /**
   * Opens a port inside. A real HTTP server answers on the published port when it is CAPort on all addresses, so that
   * probes and invocations of the core have something true to talk to. While frozen, requests wait for the thaw.
   */
  async listen(
    serve: RequestListener,
    { address = '0.0.0.0', port = this.plan.port ?? 9000 } = {},
    onUpgrade?: (request: IncomingMessage, socket: Duplex) => void,
  ): Promise<void> {
    this.sockets = [...this.sockets, { address, port }];
    if (port !== this.plan.port || !['0.0.0.0', '::'].includes(address)) return;
    const server = createServer((request, response) => this.#whenThawed(() => serve(request, response)));
    if (onUpgrade) server.on('upgrade', onUpgrade);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#hostPort, '127.0.0.1', resolve);
    });
    if (!this.running) this.#closeServer();
  }

  exit(exitCode: number, { oomKilled = this.#result.oomKilled } = {}): void {
    if (!this.running) return;
    this.#result = { exitCode, oomKilled };
    this.running = false;
    this.sockets = [];
    this.#hostPort = undefined;
    this.#held = undefined;
    this.#closeServer();
    for (const end of [...this.#outputs.values()]) end();
    this.#settleExit?.resolve(this.#result);
  }

  get exited(): Promise<ContainerExit> {
    return (this.running ? this.#exited : undefined) ?? Promise.resolve(this.#result);
  }

  get frozen(): boolean {
    return this.#held !== undefined;
  }

  freeze(): void {
    if (this.running) this.#held ??= [];
  }

  thaw(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const act of held) act();
  }

  /** Its published port is taken from here on, but nobody listens there before the program does. */
  async start(program: FakeProgram | undefined): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.#result = { exitCode: 0, oomKilled: false };
    this.#startedAt = new Date();
    this.#exited = new Promise((resolve, reject) => (this.#settleExit = { resolve, reject }));
    this.#exited.catch(() => undefined);
    if (this.plan.port !== undefined) this.#hostPort = await freePort();
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
    this.thaw();
    await this.onTerminate();
    this.exit(137); // whoever does not end by itself is killed; the grace period is not waited for
  }

  async run(command: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
    if (!this.running) throw new FcError('InstanceNotRunning', 'The container does not run.');
    if (this.frozen) throw new FcError('EngineFailed', 'The container is frozen.');
    const { exitCode, output } = await this.onRun(command, signal);
    return { exitCode, output: output.slice(-4096) };
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
    const { id, running } = this;
    const startedAt = this.#startedAt && { startedAt: this.#startedAt };
    const hostPort = this.#hostPort !== undefined && { hostPort: this.#hostPort };
    return { id, running, ...this.#result, error: '', ...startedAt, ...hostPort };
  }

  loseEngine(error: FcError): void {
    for (const end of [...this.#outputs.values()]) end();
    this.#settleExit?.reject(error);
    this.#closeServer();
  }

  #whenThawed(act: () => void): void {
    if (this.#held) this.#held.push(act);
    else act();
  }

  #closeServer(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = undefined;
  }
}
