import type { Duplex } from 'node:stream';
import type { StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import type { CallOptions, EventRequest, HttpRequest, InvocationReport } from '../invocation/invocation.ts';

/** What the gateway needs of the emulator. Ids are `FunctionSpec.id`. */
export interface GatewayBackend {
  functions(): readonly GatewayFunction[];
  /**
   * One call whose answer goes to the sink as it comes. Starts an instance when there is none.
   * @returns what came of it, once the sink has seen the end (or `broken`). A failed function is a report with `error`;
   *   the platform's own answer has gone to the sink then. Headers reserved for the platform are gone already.
   * @throws FcError when no instance could take it: StartFailedError (`FunctionNotStarted`, `CAExited`,
   *   `InitializationError`), `ResourceExhausted`, `FunctionNotFound`, `InvalidArgument`, the engine's codes. Nothing
   *   has gone to the sink then. AbortError when the signal ended it before it was sent.
   */
  call(
    id: string,
    request: EventRequest | HttpRequest,
    sink: AnswerSink,
    options?: CallOptions,
  ): Promise<InvocationReport>;
  /**
   * Hands a client's connection to the function (WebSocket). Takes over the socket: answers on it, and ends it.
   * @param head bytes that came with the request's head
   */
  upgrade(
    id: string,
    request: Omit<HttpRequest, 'body'>,
    socket: Duplex,
    head: Uint8Array,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Takes an event to be sent later, again when it fails (docs: asynchronous invocation).
   * @returns its request id and task id
   * @throws FcError `FunctionNotFound`, `TaskExists` (409)
   */
  enqueue(id: string, request: EventRequest | HttpRequest, options: AsyncCallOptions): Promise<AsyncTicket>;
  /** The last 4 KB the call wrote to the log, as the platform returns them; `undefined` when it cannot be told apart. */
  logTail(report: InvocationReport): Promise<string | undefined>;
  newRequestId(): string;
}

export interface AsyncCallOptions extends Omit<CallOptions, 'signal'> {
  readonly taskId?: string;
  /** 0 to 3600, exclusive. */
  readonly delaySeconds?: number;
}

export interface AsyncTicket {
  readonly requestId: string;
  readonly taskId: string;
}

export interface GatewayFunction {
  readonly spec: FunctionSpec;
  /** `Pending`: it is being built for the first time; `Failed`: there is no image (docs: function state). */
  readonly state: 'Pending' | 'Active' | 'Failed';
  readonly stateReason?: string;
  readonly startFailure?: StartFailure;
  /** The image's digest-like id, where it is known. */
  readonly imageId?: string;
  readonly changedAt: Date;
}
