import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { InstanceAddress } from '../../src/core/instance/instanceClient.ts';

/** A server that says to each connection what a test wants, byte by byte. */
export interface RawServer extends AsyncDisposable {
  readonly address: InstanceAddress;
  /** Every connection it has seen, closed ones too. */
  readonly connections: readonly RawConnection[];
  /** How many are open now. */
  readonly open: () => number;
}

export interface RawConnection {
  readonly socket: Socket;
  /** What came in, as latin1. */
  readonly received: () => string;
}

/** @param onRequest called for each head that came in whole; its body may be on its way still */
export async function rawServer(onRequest: (socket: Socket, request: string, nth: number) => void): Promise<RawServer> {
  const connections: RawConnection[] = [];
  let requests = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let received = '';
    let head = '';
    let bodyBytes = 0;
    connections.push({ socket, received: () => received });
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      const text = data.toString('latin1');
      received += text;
      head += text.slice(bodyBytes);
      bodyBytes = Math.max(0, bodyBytes - text.length);
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        const request = head.slice(0, end + 4);
        const length = Number(/^content-length: (\d+)/im.exec(request)?.[1] ?? 0);
        // after chunks there is no second request in any test
        const rest = /^transfer-encoding/im.test(request) ? Infinity : length;
        bodyBytes = Math.max(0, rest - (head.length - request.length));
        head = head.slice(request.length + rest);
        onRequest(socket, request, ++requests);
      }
    });
    socket.on('end', () => socket.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: { host: '127.0.0.1', port },
    connections,
    open: () => connections.filter(({ socket }) => !socket.destroyed).length,
    [Symbol.asyncDispose]: async () => {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
