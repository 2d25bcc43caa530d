import { AnswerParser } from './answerParser.ts';
import type { ClientExchange } from './clientExchange.ts';
import type { InstanceAddress } from './instanceClient.ts';
import { InstanceSocket, isGone } from './instanceSocket.ts';
import { startUpload, type RequestUpload } from './requestUpload.ts';

/** Hears what becomes of a connection. */
export interface ConnectionOwner {
  /** It can take another request. */
  idle(connection: InstanceConnection): void;
  /** It is closed and takes no more. */
  closed(connection: InstanceConnection): void;
  /**
   * What was under way on it came to nothing.
   * @param stale the server had closed a kept connection before it answered with a single byte
   */
  lost(exchange: ClientExchange, error: Error, stale: boolean): void;
}

const readBytes = 64 * 1024;
/** Up to here head and body are copied into one write; beyond, copying costs more than it spares. */
const oneWriteBytes = 64 * 1024;

/** One connection to the server in the container: one request after the other. */
export class InstanceConnection {
  /** Its owner's note of when it became idle, on a monotonic clock. */
  idleSinceMs = 0;
  readonly #address: InstanceAddress;
  readonly #owner: ConnectionOwner;
  readonly #socket: InstanceSocket;
  readonly #parser = new AnswerParser(this);
  #exchange: ClientExchange | undefined;
  #upload: RequestUpload | undefined;
  /** It has answered before. */
  #used = false;
  /** The sink has enough for now. */
  #held = false;
  #closed = false;

  constructor(address: InstanceAddress, owner: ConnectionOwner) {
    this.#address = address;
    this.#owner = owner;
    // one buffer for every read: new ones, and a stream's bookkeeping, cost a tenth of a small call (measured)
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    const onread = { buffer, callback: (bytes: number) => this.#read(buffer.subarray(0, bytes)) };
    this.#socket = new InstanceSocket(onread)
      .on('error', (error: NodeJS.ErrnoException) => this.#broken(error))
      .on('end', () => this.#end())
      .on('close', () => this.fail(new Error('The connection to the server was closed.')))
      .dial(address);
  }

  send(exchange: ClientExchange): void {
    const socket = this.#socket;
    const { request, requestHead } = exchange;
    const { body, method } = request;
    const { text, length } = requestHead;
    this.#exchange = exchange;
    this.#parser.begin(method);
    if (!(body instanceof Uint8Array)) {
      socket.write(text, 'latin1');
      this.#upload = startUpload({ socket, body, length, onBroken: (error) => this.fail(error) });
    } else if (body.length === 0) socket.write(text, 'latin1');
    else if (body.length <= oneWriteBytes) {
      const whole = Buffer.allocUnsafe(text.length + body.length);
      whole.write(text, 'latin1');
      whole.set(body, text.length);
      socket.write(whole);
    } else {
      socket.cork();
      socket.write(text, 'latin1');
      socket.write(body);
      socket.uncork();
    }
  }

  /** Closes it. What was under way is not told. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#exchange = undefined;
    this.#upload?.stop();
    this.#socket.destroy();
    this.#owner.closed(this);
  }

  /** Closes it with what was under way. */
  fail(error: Error, stale = false): void {
    const exchange = this.#exchange;
    this.close();
    if (exchange !== undefined) this.#owner.lost(exchange, error, stale);
  }

  /** Of the parser. @throws Error when the server changes the protocol unasked; whatever the sink throws */
  head(statusCode: number, headers: readonly string[]): void {
    const exchange = this.#exchange;
    if (statusCode === 101) throw new Error('The server changed the protocol, and nobody had asked for it.');
    exchange?.head(statusCode, headers, () => {
      if (exchange === this.#exchange) this.#resume();
    });
  }

  /** Of the parser; what it shows is overwritten by the next read. @throws whatever the sink throws */
  data(part: Buffer): void {
    if (this.#exchange?.data(Buffer.from(part)) === false) this.#held = true;
  }

  /** @returns whether to go on reading */
  #read(bytes: Buffer): boolean {
    if (this.#exchange === undefined) {
      this.close(); // it speaks without being asked
      return false;
    }
    try {
      const taken = this.#parser.feed(bytes);
      if (this.#parser.complete) this.#complete(taken < bytes.length);
    } catch (error) {
      this.fail(error as Error);
    }
    return !this.#held;
  }

  #resume(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#socket.resume();
  }

  #complete(surplus: boolean): void {
    const exchange = this.#exchange;
    const { keepAlive, trailers, surplus: meaning } = this.#parser;
    if (surplus && meaning !== undefined) {
      this.fail(new Error(meaning));
      return;
    }
    // behind a request that has not left whole, another one makes no sense
    const sent = this.#upload?.finished !== false && this.#socket.writableLength === 0;
    this.#upload?.stop();
    this.#upload = undefined;
    this.#exchange = undefined;
    this.#held = false;
    this.#used = true;
    if (keepAlive && sent && !surplus && exchange?.requestHead.close === false) this.#owner.idle(this);
    else this.close();
    exchange?.succeed(trailers);
  }

  /** The server sends no more. */
  #end(): void {
    if (this.#exchange !== undefined) {
      const cut = this.#parser.end();
      if (cut === undefined) this.#complete(false);
      else this.fail(new Error(`The server closed the connection ${cut}.`), this.#isStale());
    }
    this.close();
  }

  #broken(error: NodeJS.ErrnoException): void {
    if (isGone(error)) {
      const message = `The server reset the connection ${this.#parser.stoppedAt()}.`;
      this.fail(new Error(message, { cause: error }), this.#isStale());
    } else this.fail(error.syscall === 'connect' ? unreachable(error, this.#address) : error);
  }

  #isStale(): boolean {
    return this.#used && !this.#parser.began;
  }
}

function unreachable(error: NodeJS.ErrnoException, { host, port }: InstanceAddress): Error {
  const message =
    error.code === 'ECONNREFUSED'
      ? `Nobody listens at ${host}:${port} any more.`
      : `The server could not be reached at ${host}:${port} (${error.code}).`;
  return new Error(message, { cause: error });
}
