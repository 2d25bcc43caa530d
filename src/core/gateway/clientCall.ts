import { getEventListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { abortError } from '../shared/abort.ts';
import type { HeaderList } from '../instance/answerSink.ts';
import { errorBody, type Dialect, type PlatformError } from './platformError.ts';

/**
 * Controllers of calls that came to their end: making one costs about 4 µs here, as much as all else the gateway does
 * for a small request.
 */
const spareControllers: AbortController[] = [];

/** One request of a client, from its head to the end of its answer. */
export class ClientCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** `X-Fc-Request-Id` of whatever is answered. */
  readonly requestId: string;
  dialect: Dialect = 'fc3';
  /**
   * Ends the call: the client went away before it had its answer, or the answer is decided already. It is lent for as long
   * as the call lasts: whoever listens to it stops then.
   */
  readonly signal: AbortSignal;
  #controller: AbortController | undefined;
  #isAnswered = false;
  #awaitsContinue: boolean;

  /** @param awaitsContinue whether the client sends its body only when it is told to (`Expect: 100-continue`) */
  constructor(request: IncomingMessage, response: ServerResponse, requestId: string, awaitsContinue = false) {
    this.request = request;
    this.response = response;
    this.requestId = requestId;
    this.#awaitsContinue = awaitsContinue;
    this.#controller = spareControllers.pop() ?? new AbortController();
    this.signal = this.#controller.signal;
  }

  abort(): void {
    this.#controller?.abort(abortError());
  }

  /** The call is over: nothing ends it any more. */
  finish(): void {
    const controller = this.#controller;
    this.#controller = undefined;
    if (controller === undefined || controller.signal.aborted || spareControllers.length >= 100) return;
    // whoever still listens heard of this call only
    if (getEventListeners(controller.signal, 'abort').length === 0) spareControllers.push(controller);
  }

  /** Whether a head has been decided on; nothing but its own rest may follow. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Says that the answer is decided on. @returns `false` when it was already */
  beginAnswer(): boolean {
    if (this.#isAnswered) return false;
    this.#isAnswered = true;
    return true;
  }

  /** Lets the client send its body. */
  wantBody(): void {
    if (!this.#awaitsContinue) return;
    this.#awaitsContinue = false;
    this.response.writeContinue();
  }

  /** A whole answer, in one write. Does nothing when there is one already. */
  answer(statusCode: number, headers: HeaderList, body: Uint8Array): void {
    if (!this.beginAnswer()) return;
    const length = ['Content-Length', String(body.byteLength), 'X-Fc-Request-Id', this.requestId];
    // a client that was not told to send its body may or may not send it: only a new connection is sure to be in step
    const ending = this.#awaitsContinue ? ['Connection', 'close'] : [];
    this.response.writeHead(statusCode, [...headers, ...length, ...ending]);
    this.response.end(body);
  }

  /** The platform's answer in the place of the function's. When that has begun, it breaks off instead. */
  refuse(error: PlatformError, headers: HeaderList = []): void {
    if (this.#isAnswered) {
      if (!this.response.writableEnded) this.response.destroy();
      return;
    }
    const body = errorBody(error, this.requestId, this.dialect);
    const about = ['Content-Type', 'application/json', 'X-Fc-Error-Type', error.errorType];
    const ending = error.endsConnection ? ['Connection', 'close'] : [];
    this.answer(error.statusCode, [...about, ...headers, ...ending], body);
  }
}
