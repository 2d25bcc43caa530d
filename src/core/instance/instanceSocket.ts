import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';
import type { InstanceAddress } from './instanceClient.ts';

const connectTimeoutMs = 3000;

const gone: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED']);

type WriteCallback = (error?: Error | null) => void;

/**
 * A connection that reads to the end what the server said before it went away. Node.js destroys a socket whose write
 * fails, and with it an answer that has arrived and was not read yet: "413" to a large upload, the connection then
 * closed. Here such a write stays unanswered: it is the reading side that tells how it ended.
 *
 * It does not go through `net.connect`, which editors replace, too.
 */
export class InstanceSocket extends Socket {
  /** @param onread reads past the stream: as it comes, into one buffer */
  constructor(onread?: OnReadOpts) {
    super({ onread } as SocketConstructorOpts);
  }

  override _write(chunk: unknown, encoding: BufferEncoding, callback: WriteCallback): void {
    super._write(chunk, encoding, this.#unlessGone(callback));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: WriteCallback): void {
    super._writev?.(chunks, this.#unlessGone(callback));
  }

  dial({ host, port }: InstanceAddress): this {
    this.setTimeout(connectTimeoutMs, () =>
      this.destroy(new Error(`The server could not be reached at ${host}:${port} within 3 seconds.`)),
    );
    this.once('connect', () => this.setTimeout(0));
    this.setNoDelay();
    return this.connect({ host, port });
  }

  #unlessGone(callback: WriteCallback): WriteCallback {
    return (error) => {
      if (!isGone(error)) callback(error);
      else if (this.readableEnded) this.destroy();
      else this.once('end', () => this.destroy()); // it would wait for that write
    };
  }
}

/** Whether it means that the other side has ended the connection. */
export function isGone(error: NodeJS.ErrnoException | null | undefined): boolean {
  return gone.has(error?.code ?? '');
}
