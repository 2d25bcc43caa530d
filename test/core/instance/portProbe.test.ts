import { once } from 'node:events';
import http, { createServer as createHttpServer } from 'node:http';
import net, { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { directProbe, publishedProbe } from '../../../src/core/instance/portProbe.ts';

afterEach(() => vi.restoreAllMocks());

/** A TCP server that does this with each connection. */
async function serving(onConnection: (socket: Socket) => void): Promise<{ readonly port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  return listening(
    createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      onConnection(socket);
    }),
    () => sockets.forEach((socket) => socket.destroy()),
  );
}

async function listening(server: Server, onClose: () => void): Promise<{ readonly port: number } & AsyncDisposable> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      onClose();
      server.close();
      await once(server, 'close');
    },
  };
}

async function closedPort(): Promise<number> {
  await using server = await serving(() => undefined);
  return server.port;
}

describe("A probe of the container's own address", () => {
  it('finds a listener open, without a word of HTTP', async () => {
    const received: Buffer[] = [];
    await using server = await serving((socket) => socket.on('data', (data: Buffer) => received.push(data)));
    expect(await directProbe('127.0.0.1', server.port)()).toBe('open');
    expect(received).toEqual([]);
  });

  it('finds a port nobody listens on closed', async () => {
    expect(await directProbe('127.0.0.1', await closedPort())()).toBe('closed');
  });

  it('finds an address without a route unreachable', async () => {
    expect(await directProbe('255.255.255.255', 9000)()).toBe('unreachable'); // nobody can connect to everybody
  });
});

describe('A probe of the published port', () => {
  it('finds a server that answers open', async () => {
    const seen: string[] = [];
    const server = createHttpServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.writeHead(500).end();
    });
    await using http = await listening(server, () => server.closeAllConnections());
    expect(await publishedProbe(http.port)()).toBe('open');
    expect(seen).toEqual(['HEAD /']);
  });

  it('goes straight there, as the other one does: editors replace what asks their proxy settings', async () => {
    const proxied = (): never => {
      throw new Error('sent to the proxy');
    };
    vi.spyOn(http, 'request').mockImplementation(proxied);
    vi.spyOn(net, 'connect').mockImplementation(proxied);
    vi.spyOn(net, 'createConnection').mockImplementation(proxied);
    await using server = await serving((socket) => socket.end('hello'));
    expect([await publishedProbe(server.port)(), await directProbe('127.0.0.1', server.port)()]).toEqual([
      'open',
      'open',
    ]);
  });

  it('finds a server that speaks something else than HTTP open', async () => {
    await using server = await serving((socket) => socket.end('SSH-2.0-nothing for you\r\n'));
    expect(await publishedProbe(server.port)()).toBe('open');
  });

  it('finds a server that listens in silence open', async () => {
    await using server = await serving(() => undefined);
    expect(await publishedProbe(server.port)()).toBe('open');
  });

  it.each([
    ['closes', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])("is not taken in by the engine's proxy, which accepts and %s at once", async (_title, drop) => {
    await using proxy = await serving(drop);
    expect(await publishedProbe(proxy.port)()).toBe('closed');
  });

  it('is not taken in by a proxy that drops the connection after a moment', async () => {
    await using proxy = await serving((socket) => setTimeout(() => socket.destroy(), 50));
    expect(await publishedProbe(proxy.port)()).toBe('closed');
  });

  it('finds a port nobody listens on closed', async () => {
    expect(await publishedProbe(await closedPort())()).toBe('closed');
  });
});
