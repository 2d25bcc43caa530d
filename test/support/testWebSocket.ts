import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** RFC 6455, 5.2. */
export const opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly payload: string;
}

/** A WebSocket that shows every frame as it came, pings too; payloads as latin1. Ends with the block. */
export class TestWebSocket implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  #read = Buffer.alloc(0);
  #head = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  /** @param url of an HTTP trigger, `http://…` */
  static async open(url: string): Promise<TestWebSocket> {
    const { hostname, port, host, pathname } = new URL(url);
    const client = new TestWebSocket(connect({ host: hostname, port: Number(port) }));
    const key = randomBytes(16).toString('base64');
    const asking = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const lines = [`GET ${pathname} HTTP/1.1`, `Host: ${host}`, ...asking, `Sec-WebSocket-Key: ${key}`, '', ''];
    client.#socket.write(lines.join('\r\n'));
    while (!client.#head.endsWith('\r\n\r\n')) client.#head += (await client.#take(1)).toString('latin1');
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    if (!client.#head.includes(`: ${accept}\r\n`)) throw new Error(`the server did not agree: ${client.#head}`);
    return client;
  }

  /** The answer to the handshake. */
  get head(): string {
    return this.#head;
  }

  /** @param payload text, or bytes as latin1; 64 KB at most */
  send(code: number, payload: string): void {
    const bytes = Buffer.from(payload, 'latin1');
    const isLong = bytes.length > 125;
    const head = Buffer.alloc(isLong ? 4 : 2);
    head[0] = 0x80 | code;
    head[1] = 0x80 | (isLong ? 126 : bytes.length);
    if (isLong) head.writeUInt16BE(bytes.length, 2);
    const mask = randomBytes(4);
    this.#socket.write(Buffer.concat([head, mask, bytes.map((byte, at) => byte ^ mask[at % 4]!)]));
  }

  /** @throws when the connection was closed before */
  async next(): Promise<Frame> {
    const [first = 0, second = 0] = await this.#take(2);
    const length = second === 126 ? (await this.#take(2)).readUInt16BE() : second;
    return { opcode: first & 0x0f, payload: (await this.#take(length)).toString('latin1') };
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#read.length < length) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) throw new Error('the connection was closed');
      this.#read = Buffer.concat([this.#read, chunk.value]);
    }
    const taken = this.#read.subarray(0, length);
    this.#read = this.#read.subarray(length);
    return taken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.closed) return;
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }
}
