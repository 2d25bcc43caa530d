import { BadResponseError } from '../invocation/callerSink.ts';
import { headerValue } from '../invocation/passedHeaders.ts';
import type { AnswerSink, HeaderList } from '../instance/answerSink.ts';
import type { ClientCall } from './clientCall.ts';
import { PlatformError } from './platformError.ts';

/** Up to this size head and body go out as one string, which is one write to the socket. */
const oneWriteBytes = 8 * 1024;

/** What is added to a head besides `X-Fc-Request-Id`; or the platform's own answer in the place of this one. */
export type HeadRule = (statusCode: number, headers: HeaderList) => HeaderList | PlatformError;

/**
 * A function's answer on its way to the client. What comes within one turn of the event loop, head and small body mostly,
 * goes out together; nothing is held back for longer.
 */
export class ClientSink implements AnswerSink {
  readonly #call: ClientCall;
  readonly #rule: HeadRule;
  #resume: () => void = () => undefined;
  #isHeldBack = false;
  /** Whether this answer is the one the client gets. */
  #isWanted = false;
  #isFlushed = false;
  #first: Uint8Array | undefined;

  constructor(call: ClientCall, rule: HeadRule) {
    this.#call = call;
    this.#rule = rule;
  }

  /** @throws BadResponseError a head that cannot be passed on */
  head(statusCode: number, headers: HeaderList, resume: () => void): void {
    const { response, requestId, isAnswered } = this.#call;
    if (isAnswered) return;
    const added = this.#rule(statusCode, headers);
    if (added instanceof PlatformError) {
      this.#call.refuse(added);
      return;
    }
    try {
      const passed = hasPlaceForTrailers(this.#call, statusCode, headers) ? headers : withoutTrailer(headers);
      response.writeHead(statusCode, [...passed, 'X-Fc-Request-Id', requestId, ...added]);
    } catch (error) {
      response.statusMessage = ''; // or it stays with the head that takes this one's place
      throw new BadResponseError(error instanceof Error ? error.message : 'the head cannot be passed on');
    }
    this.#isWanted = this.#call.beginAnswer();
    this.#resume = resume;
    process.nextTick(flush, this);
  }

  data(chunk: Uint8Array): boolean {
    if (!this.#isWanted) return true;
    if (!this.#isFlushed && this.#first === undefined) {
      this.#first = chunk;
      return true;
    }
    this.flush();
    return this.#write(chunk);
  }

  end(trailers: HeaderList): void {
    if (!this.#isWanted) return;
    const { response } = this.#call;
    // with a length, or to a client of HTTP/1.0, there is no place for them
    if (trailers.length > 0 && response.chunkedEncoding) response.addTrailers(pairs(trailers));
    const first = this.#isFlushed ? undefined : this.#first;
    this.#isFlushed = true;
    if (first === undefined) response.end();
    else if (first.byteLength > oneWriteBytes) response.end(first);
    else response.end(Buffer.from(first.buffer, first.byteOffset, first.byteLength).toString('latin1'), 'latin1');
  }

  broken(): void {
    if (!this.#isWanted) return;
    this.flush();
    const { socket } = this.#call.response;
    // what came goes out first: the client sees an answer that breaks off, as it did
    if (socket === null) this.#call.response.destroy();
    else socket.destroySoon();
  }

  /** Sends what there is. */
  flush(): void {
    if (this.#isFlushed || !this.#isWanted) return;
    this.#isFlushed = true;
    if (this.#first === undefined) this.#call.response.flushHeaders();
    else this.#write(this.#first);
    this.#first = undefined;
  }

  #write(chunk: Uint8Array): boolean {
    const { response } = this.#call;
    if (response.destroyed || response.write(chunk)) return true;
    if (!this.#isHeldBack) {
      this.#isHeldBack = true;
      response.once('drain', () => {
        this.#isHeldBack = false;
        this.#resume();
      });
    }
    return false;
  }
}

/** One function for every answer: a closure each would be made for nothing most of the time. */
function flush(sink: ClientSink): void {
  sink.flush();
}

/** Trailers come behind chunks, and nowhere else (RFC 9112, 7.1.2). */
function hasPlaceForTrailers({ request }: ClientCall, statusCode: number, headers: HeaderList): boolean {
  const hasBody = request.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
  return hasBody && request.httpVersionMinor > 0 && headerValue(headers, 'content-length') === undefined;
}

/** Node.js refuses a head that announces trailers where there is no place for them. */
function withoutTrailer(headers: HeaderList): HeaderList {
  if (headerValue(headers, 'trailer') === undefined) return headers;
  return headers.filter((_, at) => headers[at - (at % 2)]?.toLowerCase() !== 'trailer');
}

function pairs(list: HeaderList): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < list.length; at += 2) found.push([list[at] ?? '', list[at + 1] ?? '']);
  return found;
}
