/** Whole lines as bytes, ready to be written one piece after the other. */
export interface LineBatch {
  readonly pieces: readonly Buffer[];
  readonly lines: number;
  readonly bytes: number;
}

interface Piece {
  readonly buffer: Buffer;
  length: number;
}

const pieceBytes = 256 * 1024;
/** Pieces kept for reuse: a flood must not leave a trail of large buffers for the garbage collector. */
const spare = 8;
const longestCharacter = 3; // bytes of UTF-8 per UTF-16 unit

/** Lines that wait for the disk, outside of the JavaScript heap and never more than a given size. */
export class LineBuffers {
  readonly #maxBytes: number;
  readonly #free: Buffer[] = [];
  #waiting: Piece[] = [];
  #lines = 0;
  #bytes = 0;
  #taken = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.#lines === 0;
  }

  /** Whether there is enough for a large write. */
  get isFull(): boolean {
    return this.#bytes >= pieceBytes / 2;
  }

  /** Whether a good part is free: what was full for a moment is not worth filling up line by line. */
  get hasMuchRoom(): boolean {
    return this.#bytes + this.#taken < this.#maxBytes / 2;
  }

  /** @returns whether there was room for it */
  push(line: string): boolean {
    const longest = line.length * longestCharacter + 1;
    if (this.#bytes + this.#taken + line.length > this.#maxBytes) return false;
    const piece = this.#pieceFor(longest);
    const written = piece.buffer.write(line, piece.length) + 1;
    piece.buffer[piece.length + written - 1] = 0x0a;
    piece.length += written;
    this.#bytes += written;
    this.#lines++;
    return true;
  }

  /** All there is. It counts as waiting until it is given back. */
  take(): LineBatch {
    const pieces = this.#waiting.map(({ buffer, length }) => buffer.subarray(0, length));
    const batch = { pieces, lines: this.#lines, bytes: this.#bytes };
    this.#taken += this.#bytes;
    this.#waiting = [];
    this.#lines = 0;
    this.#bytes = 0;
    return batch;
  }

  release({ pieces, bytes }: LineBatch): void {
    this.#taken -= bytes;
    for (const { buffer } of pieces)
      if (buffer.byteLength === pieceBytes && this.#free.length < spare) this.#free.push(Buffer.from(buffer));
  }

  #pieceFor(bytes: number): Piece {
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.buffer.length - last.length >= bytes) return last;
    const reused = bytes <= pieceBytes ? this.#free.pop() : undefined;
    const piece = { buffer: reused ?? Buffer.allocUnsafeSlow(Math.max(pieceBytes, bytes)), length: 0 };
    this.#waiting.push(piece);
    return piece;
  }
}
