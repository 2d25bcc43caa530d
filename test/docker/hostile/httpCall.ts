import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
}

/** An answer as a client got it. */
export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** It broke off before its end. */
  readonly isCut: boolean;
  /** In how many pieces its body came. */
  readonly parts: number;
}

/** One HTTP call on a connection of its own. @throws when there is no head of an answer */
export function call(url: string, { method = 'GET', path = '/', headers = {}, body }: Asked = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const request = httpRequest(new URL(path, url), { method, headers, agent: false }, (response) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      const { statusCode: status = 0, headers: heard } = response;
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', () => undefined) // 'close' follows
        .once('close', () => {
          request.destroy();
          resolve({
            status,
            headers: heard,
            body: Buffer.concat(chunks).toString(),
            isCut: !response.complete,
            parts: chunks.length,
          });
        });
    });
    // an answer may come before the body has left: what happens to the rest of it is no news
    request.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) request.end(body);
    else body.pipe(request);
  });
}

/** A connection to write to byte by byte; ends with the block. */
export interface RawConnection extends AsyncDisposable {
  readonly socket: Socket;
  /** What came in, as latin1. */
  readonly received: () => string;
  /** Resolves when the other side has closed it. */
  readonly closed: Promise<unknown>;
}

export async function rawConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let received = '';
  socket.on('data', (data: Buffer) => (received += data.toString('latin1'))).on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return {
    socket,
    received: () => received,
    closed,
    [Symbol.asyncDispose]: async () => {
      socket.destroy();
      await closed;
    },
  };
}
