import type { Duplex } from 'node:stream';
import { FcError } from '../shared/fcError.ts';
import { fcIdentifier } from '../shared/fcIdentifier.ts';
import { startApiServer, type ApiServer } from '../gateway/apiServer.ts';
import type { AsyncCallOptions, AsyncTicket, GatewayBackend, GatewayFunction } from '../gateway/gatewayBackend.ts';
import { openHttpTrigger } from '../gateway/httpTrigger.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import type { AsyncQueue } from '../invocation/asyncQueue.ts';
import type { CallOptions, HttpRequest, InvocationReport, InvocationRequest } from '../invocation/invocation.ts';
import { callFunction } from './callFunction.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionCatalog } from './functionCatalog.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { logTailOf } from './takeNote.ts';
import { upgradeFunction } from './upgradeFunction.ts';

/** The doors through which HTTP comes in: one for the API, and one for each function that has been started. */
export class EmulatorGateway implements GatewayBackend, AsyncDisposable {
  readonly #context: EmulatorContext;
  readonly #catalog: FunctionCatalog;
  readonly #queue: AsyncQueue;
  /** A URL in a browser tab or a script stays good for as long as its port is free. */
  readonly #ports = new Map<string, number>();
  #api: Promise<ApiServer> | undefined;
  #apiUrl: string | undefined;
  /** The port that was wished for when the API was opened. */
  #apiPort = 0;
  #functions: readonly GatewayFunction[] | undefined;

  constructor(context: EmulatorContext, catalog: FunctionCatalog, queue: AsyncQueue) {
    this.#context = context;
    this.#catalog = catalog;
    this.#queue = queue;
  }

  /** Where the API is served; `undefined` while it is not. */
  get apiUrl(): string | undefined {
    return this.#apiUrl;
  }

  /** Serves the API, if it is not served already. @returns its URL */
  async openApi(): Promise<string> {
    const { settings, clock } = this.#context;
    this.#apiPort = this.#api === undefined ? settings().gateway.port : this.#apiPort;
    this.#api ??= startApiServer({
      backend: this,
      settings: () => settings().gateway,
      accountId: () => settings().accountId,
      clock,
      port: this.#apiPort,
      trace: this.#context.trace,
    });
    try {
      const { url } = await this.#api;
      if (this.#apiUrl !== url) {
        this.#apiUrl = url;
        this.#context.trace(`the API is served at ${url}`);
        this.#context.changed();
      }
      return url;
    } catch (error) {
      this.#api = undefined;
      throw error;
    }
  }

  /** Serves the API at the port of the settings, if it is served and they name another one by now. */
  async moveApi(): Promise<void> {
    if (this.#api === undefined || this.#apiPort === this.#context.settings().gateway.port) return;
    const before = await this.#api;
    this.#api = undefined;
    await before[Symbol.asyncDispose]();
    await this.openApi();
  }

  /**
   * Opens the function's own URL, if it is not open already: first the port it had before, then CAPort itself (what a
   * container's log says is then right on this side too), then any free one.
   */
  async openTrigger(record: FunctionRecord): Promise<string> {
    const { settings, clock } = this.#context;
    const { id, container } = record.spec;
    const before = this.#ports.get(id);
    record.trigger ??= openHttpTrigger({
      functionId: id,
      backend: this,
      settings: () => settings().gateway,
      clock,
      trace: this.#context.trace,
      wishedPorts: [...(before === undefined ? [] : [before]), ...(container.port < 1024 ? [] : [container.port])],
    });
    try {
      const { url, port } = await record.trigger;
      this.#ports.set(id, port);
      if (record.url !== url) {
        record.url = url;
        this.#context.changed();
      }
      return url;
    } catch (error) {
      record.trigger = undefined;
      throw error;
    }
  }

  async closeTrigger(record: FunctionRecord): Promise<void> {
    const trigger = record.trigger;
    record.trigger = undefined;
    if (record.url !== undefined) {
      record.url = undefined;
      this.#context.changed();
    }
    await (await trigger?.catch(() => undefined))?.[Symbol.asyncDispose]();
  }

  /** What was known about the functions has changed. */
  forgetFunctions(): void {
    this.#functions = undefined;
  }

  functions(): readonly GatewayFunction[] {
    return (this.#functions ??= this.#catalog.records.map(gatewayFunction));
  }

  call(id: string, request: InvocationRequest, sink: AnswerSink, options?: CallOptions): Promise<InvocationReport> {
    const record = this.#catalog.record(id);
    if (record.activity === 'building' && record.image === undefined)
      return Promise.reject(new FcError('PreconditionFailed', 'function is pending state, please try later'));
    return callFunction(this.#context, record, request, sink, options);
  }

  async upgrade(
    id: string,
    request: Omit<HttpRequest, 'body'>,
    socket: Duplex,
    head: Uint8Array,
    options?: CallOptions,
  ): Promise<void> {
    await upgradeFunction(this.#context, this.#catalog.record(id), { request, socket, head, call: options ?? {} });
  }

  enqueue(id: string, request: InvocationRequest, options: AsyncCallOptions): Promise<AsyncTicket> {
    return new Promise((resolve) => resolve(this.#queue.enqueue(id, request, options)));
  }

  logTail(report: InvocationReport): Promise<string | undefined> {
    return logTailOf(report);
  }

  newRequestId(): string {
    return fcIdentifier('1', this.#context.clock.now(), this.#context.randomHex);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const api = this.#api;
    this.#api = undefined;
    this.#apiUrl = undefined;
    await Promise.all([
      api?.then(
        (server) => server[Symbol.asyncDispose](),
        () => undefined,
      ),
      ...this.#catalog.records.map((record) => this.closeTrigger(record)),
    ]);
  }
}

function gatewayFunction(record: FunctionRecord): GatewayFunction {
  const { spec, image, activity, isImageMissing, startFailure, changedAt } = record;
  const state = activity === 'building' && image === undefined ? 'Pending' : isImageMissing ? 'Failed' : 'Active';
  return {
    spec,
    state,
    ...(state === 'Failed' ? { stateReason: `The image ${spec.container.image} is not on this engine.` } : {}),
    ...(startFailure === undefined ? {} : { startFailure }),
    ...(image === undefined ? {} : { imageId: image.id }),
    changedAt,
  };
}
