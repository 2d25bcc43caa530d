import type { LogLine } from '../ports/logSink.ts';

/** What `X-Fc-Log-Result` carries at most, bytes (docs: InvokeFunction). */
const tailBytes = 4096;
/** The tails of so many calls are kept: whoever asked for one fetches it when the call is over. */
const keptTails = 8;

/** The last 4 KB of the log of single calls, for those who asked before the call. One call is written at a time. */
export class LogTails {
  /** The newest last. */
  readonly #tails: Tail[] = [];
  /** Of the call that is being written. */
  #current: Tail | undefined;

  keep(requestId: string): void {
    this.#tails.push(new Tail(requestId));
    if (this.#tails.length > keptTails) this.#tails.shift();
  }

  /** A call begins with this line. */
  begin(requestId: string, line: string): void {
    this.#current = this.#find(requestId);
    this.#current?.add(line);
  }

  add(lines: readonly LogLine[]): void {
    const tail = this.#current;
    if (tail !== undefined) for (const { requestId, text } of lines) if (requestId === tail.requestId) tail.add(text);
  }

  /** The call is over; these lines are its last. */
  end(requestId: string, lines: readonly string[]): void {
    if (this.#current?.requestId !== requestId) return;
    for (const line of lines) this.#current.add(line);
    this.#current = undefined;
  }

  /** `undefined` when nobody asked for it, or too many others did since. */
  text(requestId: string): string | undefined {
    return this.#find(requestId)?.text();
  }

  /** The newest: a call that is tried again has the same id. */
  #find(requestId: string): Tail | undefined {
    return this.#tails.findLast((tail) => tail.requestId === requestId);
  }
}

/** The last lines of a call. */
class Tail {
  readonly requestId: string;
  #lines: string[] = [];
  /** Characters, line ends included: never more than their bytes. */
  #length = 0;

  constructor(requestId: string) {
    this.requestId = requestId;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
    if (this.#length > 2 * tailBytes) this.#forgetFirst();
  }

  text(): string {
    const bytes = Buffer.from(this.#lines.join('\n'));
    let start = Math.max(0, bytes.length - tailBytes);
    while (start > 0 && (bytes.readUInt8(start) & 0xc0) === 0x80) start++; // inside a character
    return bytes.toString('utf8', start);
  }

  #forgetFirst(): void {
    let count = 0;
    for (const { length } of this.#lines) {
      const left = this.#length - length - 1;
      if (left <= tailBytes) break;
      this.#length = left;
      count++;
    }
    this.#lines.splice(0, count);
  }
}
