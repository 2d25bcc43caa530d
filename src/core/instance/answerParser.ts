import { readFraming, readHeaderLine, readStatusLine, type Framing } from './answerHead.ts';
import type { HeaderList } from './answerSink.ts';

/** What a parser finds, while it finds it. */
export interface FoundAnswer {
  head(statusCode: number, headers: HeaderList): void;
  /** @param part a view of what was fed: good until this call returns */
  data(part: Buffer): void;
}

/** Far above the platform's own 8 KB, which the gateway looks after. This one is for heads that never end. */
const maxHeadBytes = 256 * 1024;

/** The answer itself has begun, and its head does not end. */
export class EndlessHeadError extends Error {}

/** The next byte belongs to a line of this kind, or to a body of this kind. */
type Expected =
  'status' | 'header' | 'chunkSize' | 'chunkEnd' | 'trailer' | 'sized' | 'chunk' | 'untilClose' | 'nothing';

const unframed: Framing = { body: 'none', length: 0, keepAlive: false };

/**
 * The bytes of one connection, as the answers they are (RFC 9112). Lines may end with a bare LF and headers may be
 * folded, as in many a small server; how long a body is must be beyond doubt.
 */
export class AnswerParser {
  readonly #found: FoundAnswer;
  #method = '';
  #expected: Expected = 'nothing';
  /** The beginning of a line whose end has not come yet. */
  #partial = '';
  /** Of the head, or of the lines between two chunks. */
  #lineBytes = 0;
  #statusCode = 0;
  #minorVersion = 1;
  #headers: string[] = [];
  #trailers: string[] = [];
  #framing = unframed;
  /** Of a chunk, or of a body whose length is known: the bytes to come. */
  #left = 0;
  #bodyBytes = 0;
  #began = false;

  constructor(found: FoundAnswer) {
    this.#found = found;
  }

  /** The next bytes answer a request with this method. */
  begin(method: string): void {
    this.#method = method;
    this.#expected = 'status';
    this.#lineBytes = 0;
    this.#bodyBytes = 0;
    this.#began = false;
    this.#framing = unframed;
    if (this.#trailers.length > 0) this.#trailers = [];
  }

  /** Whether a byte of the answer has come. */
  get began(): boolean {
    return this.#began;
  }

  get complete(): boolean {
    return this.#expected === 'nothing';
  }

  /** Once complete: whether the server keeps the connection for another request. */
  get keepAlive(): boolean {
    return this.#framing.keepAlive;
  }

  get trailers(): HeaderList {
    return this.#trailers;
  }

  /** What it means when bytes are left over; `undefined`: a body where there may be none, which does no harm. */
  get surplus(): string | undefined {
    const { body, length } = this.#framing;
    if (body === 'none') return undefined;
    return body === 'sized'
      ? `The server's answer is longer than the ${length} bytes its Content-Length announced.`
      : "The server's answer goes on behind its end.";
  }

  /**
   * @returns how many bytes belonged to the answer: fewer than given when it ended before
   * @throws Error in plain words, when this is no HTTP; whatever `found` throws
   */
  feed(bytes: Buffer): number {
    let at = 0;
    this.#began = true;
    while (at < bytes.length && this.#expected !== 'nothing') {
      if (this.#expectsLine()) at = this.#lines(bytes, at);
      else at = this.#body(bytes, at);
    }
    return at;
  }

  /** The connection ended. @returns where that cut the answer short; `undefined`: it was how the answer ends */
  end(): string | undefined {
    if (this.#expected === 'untilClose') this.#expected = 'nothing';
    return this.#expected === 'nothing' ? undefined : this.stoppedAt();
  }

  /** How far the answer has come, in words that go behind "closed the connection". */
  stoppedAt(): string {
    if (!this.#began) return 'without a byte of an answer';
    if (this.#expected === 'status' || this.#expected === 'header') return "in the middle of the answer's head";
    const { body, length } = this.#framing;
    return body === 'sized'
      ? `after ${this.#bodyBytes} of the ${length} bytes its Content-Length announced`
      : `in the middle of the answer's body, after ${this.#bodyBytes} bytes`;
  }

  #endlessHead(): Error {
    const text = "The server's answer has a head of more than 256 KB.";
    return this.#expected === 'header' && this.#statusCode >= 200 ? new EndlessHeadError(text) : new Error(text);
  }

  #expectsLine(): boolean {
    const expected = this.#expected;
    return expected !== 'sized' && expected !== 'chunk' && expected !== 'untilClose' && expected !== 'nothing';
  }

  #body(bytes: Buffer, from: number): number {
    const bounded = this.#expected !== 'untilClose';
    const to = bounded ? Math.min(bytes.length, from + this.#left) : bytes.length;
    this.#left -= to - from;
    this.#bodyBytes += to - from;
    if (bounded && this.#left === 0) this.#expected = this.#expected === 'chunk' ? 'chunkEnd' : 'nothing';
    this.#found.data(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to));
    return to;
  }

  #lines(bytes: Buffer, from: number): number {
    // a head mostly comes whole: one string for all its lines is cheaper than one for each
    const mark = this.#expected === 'status' ? '\r\n\r\n' : '\n';
    const found = bytes.indexOf(mark, from);
    const text = bytes.toString('latin1', from, found < 0 ? bytes.length : found + mark.length);
    let at = 0;
    while (at < text.length && this.#expectsLine()) {
      const feed = text.indexOf('\n', at);
      const next = feed < 0 ? text.length : feed + 1;
      this.#lineBytes += next - at;
      if (this.#lineBytes > maxHeadBytes) throw this.#endlessHead();
      const line = this.#partial + text.slice(at, feed < 0 ? next : feed);
      this.#partial = feed < 0 ? line : '';
      if (feed >= 0) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line);
      at = next;
    }
    return from + at;
  }

  #line(line: string): void {
    switch (this.#expected) {
      case 'status':
        ({ statusCode: this.#statusCode, minorVersion: this.#minorVersion } = readStatusLine(line));
        this.#headers = [];
        this.#expected = 'header';
        return;
      case 'header':
        if (line === '') this.#headEnd();
        else readHeaderLine(line, this.#headers);
        return;
      case 'chunkSize':
        this.#left = readChunkSize(line);
        this.#expected = this.#left === 0 ? 'trailer' : 'chunk';
        return;
      case 'chunkEnd':
        if (line !== '') throw new Error("The server's answer has a chunk that is longer than its announced size.");
        this.#expected = 'chunkSize';
        this.#lineBytes = 0;
        return;
      case 'trailer':
        if (line === '') this.#expected = 'nothing';
        else readHeaderLine(line, this.#trailers);
        return;
      case 'sized':
      case 'chunk':
      case 'untilClose':
      case 'nothing': // no lines
    }
  }

  #headEnd(): void {
    const statusCode = this.#statusCode;
    if (statusCode < 200 && statusCode !== 101) {
      this.#expected = 'status'; // 100 Continue, 103 Early Hints: the answer itself is still to come
      return;
    }
    const head = { minorVersion: this.#minorVersion, headers: this.#headers };
    this.#framing = readFraming(this.#method, statusCode, head);
    const { body, length } = this.#framing;
    this.#left = length;
    this.#lineBytes = 0;
    if (body === 'none' || (body === 'sized' && length === 0)) this.#expected = 'nothing';
    else this.#expected = body === 'chunked' ? 'chunkSize' : body;
    this.#found.head(statusCode, this.#headers);
  }
}

function readChunkSize(line: string): number {
  const size = /^([0-9a-fA-F]{1,12})[ \t]*(?:;|$)/.exec(line)?.[1];
  if (size === undefined) throw new Error("The server's answer has a chunk whose size is no hexadecimal number.");
  return Number.parseInt(size, 16);
}
