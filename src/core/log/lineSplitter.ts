import { isAscii } from 'node:buffer';

/** A record of the platform's log service holds 32 KB at most (docs: limits); longer lines are cut into several. */
export const maxLineBytes = 32 * 1024;

/**
 * Turns the bytes of one output stream into lines. Characters that arrive in pieces stay whole, what is not UTF-8 becomes
 * U+FFFD, and what it holds is bounded: of a line without an end the beginning is given away.
 */
export class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #mayBeInCharacter = false;
  #rest = '';
  #restBytes = 0;

  /** @returns the lines that are whole by now, each with its `\n`, for `eachLine`; the text stays in one piece */
  push(data: Uint8Array): string {
    const text = this.#decode(data);
    const end = text.lastIndexOf('\n') + 1;
    if (end === 0) return this.#hold(text);
    const whole = this.#rest + text.slice(0, end);
    this.#rest = '';
    this.#restBytes = 0;
    return whole + this.#hold(text.slice(end));
  }

  /** What has come of a line that may never be ended; more of it would be a line of its own. */
  flush(): string {
    const rest = this.#rest;
    this.#rest = '';
    this.#restBytes = 0;
    return rest === '' ? '' : `${rest}\n`;
  }

  /** The last line, when the stream ended without a line end. */
  end(): string {
    return this.#hold(this.#decoder.decode()) + this.flush();
  }

  /** Text that is all ASCII is four times as fast without the decoder, which other text needs. */
  #decode(data: Uint8Array): string {
    if (!this.#mayBeInCharacter && isAscii(data))
      return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
    this.#mayBeInCharacter = (data.at(-1) ?? 0x80) >= 0x80;
    return this.#decoder.decode(data, { stream: true });
  }

  /** Keeps the beginning of a line; gives what is too long for one, as lines. */
  #hold(text: string): string {
    this.#rest += text;
    this.#restBytes += Buffer.byteLength(text);
    if (this.#restBytes <= maxLineBytes + 1) return ''; // the last byte may be the \r of a line end
    const pieces = cut(this.#rest);
    this.#rest = pieces.pop() ?? '';
    this.#restBytes = Buffer.byteLength(this.#rest);
    return pieces.map((piece) => `${piece}\n`).join('');
  }
}

/** Calls `use` with each line of what a splitter gave, without line end. */
export function eachLine(lines: string, use: (line: string) => void): void {
  for (let start = 0, end = lines.indexOf('\n'); end >= 0; start = end + 1, end = lines.indexOf('\n', start)) {
    const line = lines.slice(start, end > start && lines.charCodeAt(end - 1) === carriageReturn ? end - 1 : end);
    const mayBeLong = line.length > maxLineBytes / mostBytesPerUnit;
    if (mayBeLong && Buffer.byteLength(line) > maxLineBytes) for (const piece of cut(line)) use(piece);
    else use(line);
  }
}

const carriageReturn = 0x0d;
/** UTF-8 needs three bytes at most for what a JavaScript string holds in one unit (and four for two). */
const mostBytesPerUnit = 3;

/** Cuts a line between characters. */
function cut(line: string): string[] {
  const bytes = Buffer.from(line);
  const pieces: string[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    end = Math.min(start + maxLineBytes, bytes.length);
    while (end < bytes.length && isInsideCharacter(bytes.readUInt8(end))) end--;
    pieces.push(bytes.toString('utf8', start, end));
  }
  return pieces;
}

function isInsideCharacter(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
