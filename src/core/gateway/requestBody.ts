import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Clock } from '../ports/clock.ts';
import { abortError } from '../shared/abort.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import type { ClientCall } from './clientCall.ts';
import { invalidArgument, type PlatformError } from './platformError.ts';

/** docs: quotas, synchronous payload. */
export const maxBodyBytes = 32 * 1024 * 1024;

const nothing = new Uint8Array(0);

/** How long the body says it is; `undefined` when it does not say. */
export function announcedLength({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length'];
  if (length !== undefined) return Number(length);
  return headers['transfer-encoding'] === undefined ? 0 : undefined;
}

export interface BodyLimit {
  readonly bytes: number;
  readonly tooLarge: () => PlatformError;
}

/** How long a body may take that is read before there is a call whose timeout could end it. */
export interface BodyPatience {
  readonly clock: Clock;
  readonly seconds: number;
}

/**
 * The body, whole.
 * @throws PlatformError what `tooLarge` gives, as soon as that is known, or that the body did not arrive in time;
 *   AbortError when the client went away
 */
export function readBody(call: ClientCall, limit: BodyLimit, { clock, seconds }: BodyPatience): Promise<Uint8Array> {
  const { request, signal } = call;
  const length = announcedLength(request);
  if (length === 0) return Promise.resolve(nothing);
  if (length !== undefined && length > limit.bytes) return Promise.reject(limit.tooLarge());
  call.wantBody();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limit.bytes) settle(() => reject(limit.tooLarge()));
      else chunks.push(chunk);
    };
    const onEnd = (): void =>
      settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onAbort = (): void => settle(() => reject(abortError()));
    let isSettled = false;
    let forget: Unsubscribe | undefined;
    const settle = (then: () => void): void => {
      isSettled = true;
      forget?.();
      request.off('data', onData).off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      then();
    };
    request.on('data', onData).once('end', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    const giveUp = (): void =>
      settle(() => reject(invalidArgument(`the request body did not arrive within ${seconds} seconds`)));
    // most bodies are there by the end of this turn, and cost no timer
    process.nextTick(() => {
      if (!request.complete && !isSettled) forget = clock.after(seconds * 1000, giveUp);
    });
  });
}

/**
 * The body as it comes, held back when its reader is slow. Destroying it leaves the client's connection alone: a function
 * may answer before it has read everything, and the client is still to get that answer.
 */
export class StreamedBody extends Readable {
  readonly #request: IncomingMessage;
  readonly #signal: AbortSignal;
  readonly #onData: (chunk: Buffer) => void;
  readonly #onEnd = (): void => void this.push(null);
  readonly #onAbort = (): void => void this.destroy(abortError());

  /** @param onTooLarge called once, when more came than is allowed; the body ends with an error then */
  constructor(call: ClientCall, limit: BodyLimit, onTooLarge: (error: PlatformError) => void) {
    super({ highWaterMark: 256 * 1024 });
    const { request, signal } = call;
    this.#request = request;
    this.#signal = signal;
    let bytes = 0;
    this.#onData = (chunk) => {
      bytes += chunk.length;
      if (bytes > limit.bytes) {
        const error = limit.tooLarge();
        onTooLarge(error);
        this.destroy(error);
      } else if (!this.push(chunk)) request.pause();
    };
    this.on('error', () => undefined); // whoever reads it hears of it all the same
    call.wantBody();
    request.pause().on('data', this.#onData).once('end', this.#onEnd);
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  override _read(): void {
    this.#request.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#request.off('data', this.#onData).off('end', this.#onEnd);
    this.#signal.removeEventListener('abort', this.#onAbort);
    done(error);
  }
}
