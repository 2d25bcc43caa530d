import type { AnswerSink, HeaderList } from '../instance/answerSink.ts';
import { maxBodyBytes } from './requestBody.ts';

/** A function's answer, read whole: what InvokeFunction gives is told only when it is over. */
export class CollectedAnswer implements AnswerSink {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** What is over the limit is heard to its end, and not kept (docs: error handling, responses over the limit). */
  isTooLarge = false;
  isBroken = false;

  get body(): Uint8Array {
    return this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
  }

  head(_statusCode: number, _headers: HeaderList): void {
    this.#chunks = [];
  }

  data(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > maxBodyBytes) {
      this.isTooLarge = true;
      this.#chunks = [];
    } else this.#chunks.push(chunk);
    return true;
  }

  end(): void {
    // whoever called asks for the body now
  }

  broken(): void {
    this.isBroken = true;
  }
}
