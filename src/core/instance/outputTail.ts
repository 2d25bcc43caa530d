/** Keeps the last bytes of a container's output, for the `Logs:` part of a failed start. */
export class OutputTail {
  #bytes: Uint8Array = new Uint8Array(0);
  #isCut = false;
  readonly #limit: number;

  /** @param limit bytes; the platform's own log tail is 4 KB */
  constructor(limit = 4096) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    const joined = Buffer.concat([this.#bytes, chunk]);
    this.#isCut ||= joined.length > this.#limit;
    this.#bytes = joined.subarray(Math.max(0, joined.length - this.#limit));
  }

  /** The tail as text, without a cut-off first line when there is more than one. */
  text(): string {
    const text = new TextDecoder().decode(this.#bytes).trimEnd();
    const cut = this.#isCut ? text.indexOf('\n') : -1;
    return text.slice(cut + 1);
  }
}
