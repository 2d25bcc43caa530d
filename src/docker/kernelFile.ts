import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { errorCode } from './translateError.ts';

/** One for all: reading is done at once, and such files are short. */
const buffer = Buffer.alloc(4096);

/**
 * A file of the kernel's own (`/sys/fs/cgroup/…`), kept open. Such files are read and written before and after every
 * call of a function, so that happens at once and in place: the kernel answers out of memory within microseconds, less
 * than the way to the thread pool and back costs (measured).
 */
export class KernelFile {
  #fd: number | undefined;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** `undefined` when there is no such file, or it may not even be read. */
  static open(path: string): KernelFile | undefined {
    for (const flags of ['r+', 'r']) {
      try {
        return new KernelFile(openSync(path, flags));
      } catch {
        // many may be read by everybody and written by root only
      }
    }
    return undefined;
  }

  /** Its text of this moment; `undefined` when the kernel gives none. */
  read(): string | undefined {
    return this.#use((fd) => buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0)));
  }

  /** Whether the kernel took it. */
  write(text: string): boolean {
    return this.#use((fd) => writeSync(fd, text, 0)) !== undefined;
  }

  /** Whether there is nothing to read any more: closed, or what it told about is gone. */
  get ended(): boolean {
    return this.#fd === undefined;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined; // the system gives the number to the next file
  }

  #use<T>(work: (fd: number) => T): T | undefined {
    if (this.#fd === undefined) return undefined;
    try {
      return work(this.#fd);
    } catch (error) {
      if (errorCode(error) === 'ENODEV') this.close(); // its control group is gone
      return undefined;
    }
  }
}
