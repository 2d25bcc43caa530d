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
    let seen = 0;
    connections.push({ socket, received: () => received });
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      received += data.toString('latin1');
      for (let end = received.indexOf('\r\n\r\n', seen); end >= 0; end = received.indexOf('\r\n\r\n', seen)) {
        const request = received.slice(seen, end + 4);
        seen = end + 4 + Number(/^content-length: (\d+)/im.exec(request)?.[1] ?? 0);
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
