import type { Duplex } from 'node:stream';
import type {
  AsyncCallOptions,
  AsyncTicket,
  GatewayBackend,
  GatewayFunction,
} from '../../../src/core/gateway/gatewayBackend.ts';
import type { AnswerSink } from '../../../src/core/instance/answerSink.ts';
import type { RequestBody } from '../../../src/core/instance/instanceClient.ts';
import { requireAsyncCall } from '../../../src/core/invocation/requireAsyncCall.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';
import type {
  CallOptions,
  HttpRequest,
  InvocationReport,
  InvocationRequest,
} from '../../../src/core/invocation/invocation.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

/** A call as the emulator gets it. */
export interface SeenCall {
  readonly id: string;
  readonly request: InvocationRequest;
  readonly options: CallOptions;
  readonly sink: AnswerSink;
}

/** @returns what the report is to say beyond the ordinary */
export type Answer = (
  call: SeenCall,
) => Promise<Partial<InvocationReport> | undefined> | Partial<InvocationReport> | undefined;

/** Functions that are a few lines of this process. */
export class FakeBackend implements GatewayBackend {
  list: readonly GatewayFunction[];
  answer: Answer;
  readonly calls: SeenCall[] = [];
  readonly queued: { readonly id: string; readonly request: InvocationRequest; readonly options: AsyncCallOptions }[] =
    [];
  takeOver: (socket: Duplex, head: Uint8Array, options: CallOptions) => Promise<void> | void = () => undefined;
  tail: string | undefined;
  #ids = 0;

  constructor(answer: Answer = answering('hello'), list: readonly GatewayFunction[] = [gatewayFunction()]) {
    this.answer = answer;
    this.list = list;
  }

  functions(): readonly GatewayFunction[] {
    return this.list;
  }

  async call(
    id: string,
    request: InvocationRequest,
    sink: AnswerSink,
    options: CallOptions = {},
  ): Promise<InvocationReport> {
    const call = { id, request, sink, options };
    this.calls.push(call);
    return { ...report(call), ...(await this.answer(call)) };
  }

  async upgrade(
    _id: string,
    _request: Omit<HttpRequest, 'body'>,
    socket: Duplex,
    head: Uint8Array,
    options: CallOptions = {},
  ): Promise<void> {
    await this.takeOver(socket, head, options);
  }

  enqueue(id: string, request: InvocationRequest, options: AsyncCallOptions): Promise<AsyncTicket> {
    return new Promise((resolve) => {
      requireAsyncCall(request, options, testSpec());
      const { requestId = this.newRequestId(), taskId = requestId } = options;
      if (this.queued.some((task) => task.options.taskId === taskId))
        throw new FcError('TaskExists', `There is a task ${taskId} already.`);
      this.queued.push({ id, request, options });
      resolve({ requestId, taskId });
    });
  }

  logTail(): Promise<string | undefined> {
    return Promise.resolve(this.tail);
  }

  newRequestId(): string {
    return `1-67748580-00000000-${(++this.#ids).toString(16).padStart(12, '0')}`;
  }
}

export function gatewayFunction(changes: SpecChanges = {}, more: Partial<GatewayFunction> = {}): GatewayFunction {
  return { spec: testSpec(changes), state: 'Active', changedAt: new Date('2025-01-01T00:00:00Z'), ...more };
}

/** A function that answers this. */
export function answering(body: string | Uint8Array, statusCode = 200, headers: readonly string[] = []): Answer {
  return ({ sink }) => {
    const bytes = Buffer.from(body);
    sink.head(statusCode, ['content-length', String(bytes.length), ...headers], () => undefined);
    if (bytes.length > 0) sink.data(bytes);
    sink.end([]);
    return undefined;
  };
}

/** A function that answers what it was sent. */
export const echo: Answer = async (call) => answering(await bytesOf(call.request.body))(call);

export async function bytesOf(body: RequestBody): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function report({ id, request, options }: SeenCall): InvocationReport {
  return {
    requestId: options.requestId ?? '',
    functionId: id,
    functionName: 'hello',
    instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
    mode: request.mode,
    invocationType: 'Sync',
    qualifier: 'LATEST',
    startedAt: new Date('2025-01-01T00:00:00Z'),
    statusCode: 200,
    durationMs: 3.87,
    waitedMs: 0,
    billedDurationMs: 4,
    maxMemoryMb: 100.264,
    memorySizeMb: 512,
    cpu: 0.35,
    diskSizeMb: 512,
    retryCount: 0,
    activeInstances: 1,
  };
}
