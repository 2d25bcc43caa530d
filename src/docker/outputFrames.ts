import type { OutputChunk } from '../core/ports/containerEngine.ts';

const headerBytes = 8;
const streams = { 1: 'stdout', 2: 'stderr', 3: 'stderr' } as const; // 3: the engine's own errors

/**
 * Takes apart what the engine sends on attach and exec: frames of one byte stream type, three zero bytes, four bytes of
 * length, then the data (Docker Engine API, "Attach to a container, stream format").
 *
 * Data is handed on as it arrives, without being collected or copied, so the work is linear in the bytes. dockerode's
 * own `demuxStream` recurses once per frame and overflows the stack near 4000 frames in one chunk (measured).
 */
export class OutputFrames {
  readonly #onOutput: (chunk: OutputChunk) => void;
  readonly #header = new Uint8Array(headerBytes);
  readonly #view = new DataView(this.#header.buffer);
  #headerFill = 0;
  #left = 0;
  #stream: OutputChunk['stream'] | undefined;
  #framed = true;

  constructor(onOutput: (chunk: OutputChunk) => void) {
    this.#onOutput = onOutput;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#framed) {
        this.#onOutput({ stream: 'stdout', data: chunk.subarray(at) });
        at = chunk.length;
      } else if (this.#left > 0) {
        const end = Math.min(chunk.length, at + this.#left);
        if (this.#stream) this.#onOutput({ stream: this.#stream, data: chunk.subarray(at, end) });
        this.#left -= end - at;
        at = end;
      } else {
        this.#header[this.#headerFill++] = chunk[at++] ?? 0; // byte by byte: half the time of copying eight
        if (this.#headerFill === headerBytes) this.#openFrame();
      }
    }
  }

  #openFrame(): void {
    const type = this.#header[0] ?? 0;
    this.#headerFill = 0;
    if (type > 3 || this.#view.getUint32(0) << 8 !== 0) {
      // Not framed at all: an image or engine that gave the container a terminal. Show it as it is.
      this.#framed = false;
      this.#onOutput({ stream: 'stdout', data: this.#header.slice() });
      return;
    }
    this.#stream = type === 0 ? undefined : streams[type as 1 | 2 | 3]; // 0: an echo of stdin
    this.#left = this.#view.getUint32(4);
  }
}
