import type { AnswerSink, HeaderList } from '../instance/answerSink.ts';
import { headerBytes, headerValue, passedResponseHeaders } from './passedHeaders.ts';

/** The platform passes on response headers of 8 KB at most (docs: custom container HTTP invocation, limits). */
const maxHeaderBytes = 8 * 1024;

/** How much of an answer is kept as the message of a call the function itself reports as failed. */
const reportedBytes = 1000;

/** @param bytes how many there are, as far as they were read */
export function tooLargeHead(bytes: number | string): string {
  return `the response headers have ${bytes} bytes, ${maxHeaderBytes} are allowed`;
}

/** An answer the platform replaces by one of its own. */
export class BadResponseError extends Error {}

/**
 * Stands between a function's answer and the caller: drops the headers that are reserved for the platform, refuses heads
 * that are too large, and takes note of what the platform itself reads (`x-fc-status`).
 */
export class CallerSink implements AnswerSink {
  readonly #caller: AnswerSink;
  readonly #mode: 'event' | 'http';
  #statusCode = 0;
  #reported: Buffer[] | undefined;
  #reportedLength = 0;

  constructor(caller: AnswerSink, mode: 'event' | 'http') {
    this.#caller = caller;
    this.#mode = mode;
  }

  /** 0 until an answer began. */
  get statusCode(): number {
    return this.#statusCode;
  }

  /** What the function says about a call it reports as failed (`x-fc-status: 404`), else `undefined`. */
  get reportedFailure(): string | undefined {
    return this.#reported && new TextDecoder().decode(Buffer.concat(this.#reported));
  }

  /** @throws BadResponseError */
  head(statusCode: number, headers: HeaderList, resume: () => void): void {
    const bytes = headerBytes(headers);
    if (this.#mode === 'http' && bytes > maxHeaderBytes) throw new BadResponseError(tooLargeHead(bytes));
    if (headerValue(headers, 'x-fc-status') === '404') this.#reported = [];
    this.#caller.head(statusCode, this.#mode === 'http' ? passedResponseHeaders(headers) : headers, resume);
    this.#statusCode = statusCode; // not before: a head the caller refuses leaves room for the platform's answer
  }

  data(chunk: Uint8Array): boolean {
    if (this.#reported !== undefined && this.#reportedLength < reportedBytes) {
      const part = Buffer.from(chunk.subarray(0, reportedBytes - this.#reportedLength));
      this.#reportedLength += part.length;
      this.#reported.push(part);
    }
    return this.#caller.data(chunk);
  }

  end(trailers: HeaderList): void {
    this.#caller.end(trailers);
  }

  broken(error: Error): void {
    this.#caller.broken(error);
  }

  /** The platform's own answer, when the function gave none. */
  answer(statusCode: number, headers: HeaderList, body: Uint8Array): void {
    this.#statusCode = statusCode;
    this.#caller.head(statusCode, headers, () => undefined);
    this.#caller.data(body);
    this.#caller.end([]);
  }
}
