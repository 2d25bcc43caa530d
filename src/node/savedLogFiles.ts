import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LineStore } from '../core/ports/lineStore.ts';
import { LineBuffers } from './savedLogBuffers.ts';
import { linesOf, textOf } from './savedLogLines.ts';

export interface SavedLogOptions {
  /** Absolute; created with the first line. */
  readonly folder: string;
  /** Puts what the store itself has to say into the form of the log's lines. */
  readonly note: (text: string) => string;
  /** Told once whenever the disk begins to refuse. */
  readonly onError: (error: unknown) => void;
  /** The newest two parts of this size are kept. */
  readonly maxPartBytes?: number;
  /** No more than this waits for the disk; what comes then is lost, and counted. */
  readonly maxWaitingBytes?: number;
}

/** A file of the log; `bytes` is what it has of whole lines. */
interface Part {
  readonly number: number;
  readonly handle: FileHandle;
  bytes: number;
}

const MB = 1024 * 1024;
/** A quiet log reaches the disk after this long, a busy one whenever there is enough for a large write. */
const restMs = 100;
const partName = /^function-compute\.(\d+)\.fclog$/;

/** The saved log on disk: files `function-compute.<n>.fclog`, the newest two, written in order and in large pieces. */
export class SavedLogFiles implements LineStore {
  readonly #options: Required<SavedLogOptions>;
  readonly #buffers: LineBuffers;
  #part: Part | undefined;
  #writing: Promise<void> | undefined;
  #isDue = false;
  #timer: NodeJS.Timeout | undefined;
  /** Lines there was no room for, after those that wait; and lines the disk refused, before those that wait. */
  readonly #lost = { after: 0, before: 0 };

  constructor(options: SavedLogOptions) {
    this.#options = { maxPartBytes: 256 * MB, maxWaitingBytes: 16 * MB, ...options };
    this.#buffers = new LineBuffers(this.#options.maxWaitingBytes);
  }

  append(line: string): void {
    if (this.#lost.after > 0 && this.#buffers.hasMuchRoom) this.#noteLoss();
    if (this.#lost.after > 0 || !this.#buffers.push(line)) this.#lost.after++;
    if (this.#buffers.isFull) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), restMs).unref();
  }

  async flush(): Promise<void> {
    this.#write();
    await this.#writing;
    if (!this.#buffers.isEmpty) await this.flush();
  }

  async *read(): AsyncGenerator<readonly string[]> {
    await this.flush();
    const parts = await this.#parts();
    const { number: growing, bytes } = this.#part ?? {};
    if ((parts[0] ?? 1) > 1)
      yield [this.#options.note('Older lines are gone: the saved log keeps what fits into two files.')];
    for (const number of parts) yield* linesOf(this.#path(number), number === growing ? bytes : undefined);
    const lost = this.#lost.before + this.#lost.after;
    if (lost > 0) yield [this.#lossNote(lost)];
  }

  async writeTo(
    file: string,
    lines: AsyncIterable<readonly string[]>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const unfinished = `${file}.unfinished`;
    try {
      await pipeline(textOf(lines), createWriteStream(unfinished), options);
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
    if (this.#lost.after > 0) this.#noteLoss();
    await this.flush();
    await this.#close();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = !this.#buffers.isEmpty;
    if (this.#isDue) this.#writing ??= this.#writeWhileDue();
  }

  async #writeWhileDue(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      const batch = this.#buffers.take();
      try {
        await this.#writePieces(batch.pieces);
        this.#lost.before = 0;
      } catch (error) {
        if (this.#lost.before === 0) this.#options.onError(error);
        this.#lost.before += batch.lines;
        await this.#close();
      } finally {
        this.#buffers.release(batch);
      }
    }
    this.#writing = undefined;
  }

  async #writePieces(pieces: readonly Buffer[]): Promise<void> {
    const part = await this.#partWithRoom();
    const { before } = this.#lost;
    const all = before === 0 ? pieces : [Buffer.from(`${this.#lossNote(before)}\n`), ...pieces];
    const { bytesWritten } = await part.handle.writev(all);
    if (bytesWritten < all.reduce((sum, { length }) => sum + length, 0)) throw new Error('The disk is full.');
    part.bytes += bytesWritten;
  }

  async #partWithRoom(): Promise<Part> {
    this.#part ??= await this.#open((await this.#parts()).at(-1) ?? 1);
    if (this.#part.bytes < this.#options.maxPartBytes) return this.#part;
    const { number } = this.#part;
    await this.#close();
    for (const old of await this.#parts())
      if (old < number) await rm(this.#path(old), { force: true }).catch(() => undefined);
    return (this.#part = await this.#open(number + 1));
  }

  /** Goes on where the last session of this folder ended, on a line of its own. */
  async #open(number: number): Promise<Part> {
    await mkdir(this.#options.folder, { recursive: true });
    const handle = await open(this.#path(number), 'a+', 0o600);
    const { size } = await handle.stat();
    const { buffer: last } = await handle.read(Buffer.from('\n'), 0, 1, Math.max(0, size - 1));
    if (last.toString() !== '\n') await handle.write('\n');
    return { handle, number, bytes: (await handle.stat()).size };
  }

  async #close(): Promise<void> {
    const part = this.#part;
    this.#part = undefined;
    await part?.handle.close().catch(() => undefined);
  }

  /** The numbers of the files there are, oldest first. */
  async #parts(): Promise<readonly number[]> {
    const names = await readdir(this.#options.folder).catch(() => []);
    const numbers = names.map((name) => Number(partName.exec(name)?.[1] ?? 0));
    return numbers.filter((number) => number > 0).sort((a, b) => a - b);
  }

  #path(part: number): string {
    return join(this.#options.folder, `function-compute.${part}.fclog`);
  }

  #noteLoss(): void {
    this.#buffers.push(this.#lossNote(this.#lost.after));
    this.#lost.after = 0;
  }

  #lossNote(lines: number): string {
    const what = lines === 1 ? '1 line is' : `${lines.toLocaleString('en')} lines are`;
    return this.#options.note(`${what} missing here: the disk did not take them.`);
  }
}
