/** A record of the platform's log service holds 32 KB at most; longer lines are cut into several. */
const maxLineLength = 32 * 1024;

/** Turns the bytes of one output stream into lines. Characters that arrive in pieces stay whole; binary never throws. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(chunk: Uint8Array): string[] {
    return this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /** What has come of a line that may never be ended; more of it would be a line of its own. */
  flush(): string[] {
    const lines = this.#rest === '' ? [] : [this.#rest];
    this.#rest = '';
    return lines;
  }

  /** The last line, when the stream ended without a line end. */
  end(): string[] {
    return [...this.#take(this.#decoder.decode()), ...this.flush()];
  }

  #take(text: string): string[] {
    const parts = text.split('\n');
    parts[0] = this.#rest + (parts[0] ?? '');
    this.#rest = parts.pop() ?? '';
    const lines = parts.flatMap((line) => cut(line.endsWith('\r') ? line.slice(0, -1) : line));
    if (this.#rest.length > maxLineLength) {
      const pieces = cut(this.#rest);
      this.#rest = pieces.pop() ?? '';
      lines.push(...pieces);
    }
    return lines;
  }
}

function cut(line: string): string[] {
  if (line.length <= maxLineLength) return [line];
  const pieces: string[] = [];
  for (let at = 0, end = 0; at < line.length; at = end) {
    end = Math.min(at + maxLineLength, line.length);
    if (end < line.length && isFirstHalf(line.charCodeAt(end - 1))) end--; // a character of two units stays whole
    pieces.push(line.slice(at, end));
  }
  return pieces;
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
