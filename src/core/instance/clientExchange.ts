import type { AnswerSink, HeaderList } from './answerSink.ts';
import type { Exchange, OutgoingRequest } from './instanceClient.ts';
import type { RequestHead } from './requestHead.ts';

/** One request and where its answer goes; it ends exactly once. */
export class ClientExchange implements Exchange {
  readonly done: Promise<void>;
  readonly request: OutgoingRequest;
  readonly requestHead: RequestHead;
  /** What it is under way on. */
  connection: { close(): void } | undefined;
  readonly #sink: AnswerSink;
  #resolve!: () => void;
  #reject!: (error: Error) => void;
  #headTold = false;
  #ended = false;

  constructor(request: OutgoingRequest, head: RequestHead, sink: AnswerSink) {
    this.request = request;
    this.requestHead = head;
    this.#sink = sink;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  head(statusCode: number, headers: HeaderList, resume: () => void): void {
    this.#sink.head(statusCode, headers, resume);
    this.#headTold = true;
  }

  data(chunk: Uint8Array): boolean {
    return this.#sink.data(chunk);
  }

  succeed(trailers: HeaderList): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      this.#sink.end(trailers);
      this.#resolve();
    } catch (error) {
      this.#reject(error as Error);
    }
  }

  fail(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reject(error);
    if (this.#headTold) this.#sink.broken(error);
  }

  abort(reason: Error): void {
    if (this.#ended) return;
    this.connection?.close();
    this.fail(reason);
  }
}
