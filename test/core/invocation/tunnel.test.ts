import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import { tunnel } from '../../../src/core/invocation/tunnel.ts';
import type { ContainerExit } from '../../../src/core/ports/containerEngine.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testInstance } from '../../support/runningServer.ts';
import { withResolvers } from '../../support/withResolvers.ts';

interface Tunnel {
  /** The client's end of its connection. */
  readonly client: Socket;
  readonly report: Promise<InvocationReport>;
  readonly exit: (exit: ContainerExit) => void;
  /** All the client received so far. */
  readonly received: () => string;
}

interface Server {
  readonly onUpgrade?: (request: IncomingMessage, socket: Socket) => void;
  readonly onRequest?: RequestListener;
}

async function tunnelTo({ onUpgrade, onRequest }: Server, clock: Clock = systemClock): Promise<Tunnel> {
  const server = createHttpServer(onRequest);
  if (onUpgrade) server.on('upgrade', onUpgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const exited = withResolvers<ContainerExit>();
  const instance = testInstance({ port: (server.address() as AddressInfo).port, exited: exited.promise });
  const front = createServer().listen(0, '127.0.0.1');
  await once(front, 'listening');
  const client = connect((front.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(front, 'connection')) as [Socket];
  let received = '';
  client.on('data', (chunk: Buffer) => (received += chunk.toString()));
  client.on('error', () => undefined);
  onTestFinished(async () => {
    client.destroy();
    await instance.release();
    front.close();
    server.closeAllConnections();
    server.close();
  });
  const report = tunnel({
    instance,
    spec: instance.spec,
    instanceId: instance.record.instanceId,
    request: {
      mode: 'http',
      method: 'GET',
      path: '/chat',
      headers: ['Connection', 'Upgrade', 'Upgrade', 'websocket', 'Sec-WebSocket-Key', 'abc', 'X-Fc-Forged', '1'],
    },
    socket,
    head: Buffer.from('early '),
    requestId: '1-2-3-4',
    call: {},
    startedAt: new Date(0),
    waitedMs: 0,
    activeInstances: 1,
    clock,
    peakMemory: () => Promise.resolve(undefined),
  });
  return { client, report, exit: (exit) => exited.resolve(exit), received: () => received };
}

const upgrades = (then: (socket: Socket, request: IncomingMessage) => void): Server => ({
  onUpgrade: (request, socket) => {
    socket.on('error', () => undefined);
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: xyz\r\n\r\n',
    );
    then(socket, request);
  },
});

describe('A connection that changes its protocol', () => {
  it('carries bytes both ways, early ones too, and says what the platform says', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const { client, report, received } = await tunnelTo(
      upgrades((socket, request) => {
        seen.push(request.headers);
        socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
      }),
    );
    await expect.poll(received).toContain('echo early ');
    client.write('hello');
    await expect.poll(received).toContain('echo hello');
    expect(received()).toMatch(/^HTTP\/1\.1 101 /);
    expect(received()).toContain('X-Fc-Request-Id: 1-2-3-4');
    expect(received()).toContain('Sec-WebSocket-Accept: xyz');
    expect(seen[0]).toMatchObject({
      'sec-websocket-key': 'abc',
      'x-fc-request-id': '1-2-3-4',
      'x-fc-control-path': '/http-invoke',
    });
    expect(seen[0]).not.toHaveProperty('x-fc-forged');
    client.end();
    expect(await report).toMatchObject({ statusCode: 101, requestId: '1-2-3-4', target: 'GET /chat' });
    expect(await report).not.toHaveProperty('error');
  });

  it("ends with the function's timeout, without a word: the client sees code 1006", async () => {
    const clock = new FakeClock();
    const { client, report, received } = await tunnelTo(
      upgrades(() => undefined),
      clock,
    );
    await expect.poll(received).toContain('101');
    const closed = once(client, 'close');
    await clock.advance(60_000);
    await closed;
    expect(await report).toMatchObject({
      statusCode: 101,
      error: { message: 'Function timed out after 60 seconds (maxMemoryUsage: 0MB)', metric: 'FunctionTimeoutError' },
    });
  });

  it('breaks when the container ends', async () => {
    const { client, report, received, exit } = await tunnelTo(upgrades(() => undefined));
    await expect.poll(received).toContain('101');
    const closed = once(client, 'close');
    exit({ exitCode: 3, oomKilled: false });
    await closed;
    expect((await report).error?.message).toMatch(/^Process exited unexpectedly/);
  });

  it('is over when the server ends it', async () => {
    const { client, report } = await tunnelTo(upgrades((socket) => socket.end('bye')));
    await once(client, 'close');
    expect(await report).toMatchObject({ statusCode: 101 });
  });

  it("gets the server's own answer when it wants no other protocol", async () => {
    const { client, report, received } = await tunnelTo({
      onRequest: (_request, response) => response.writeHead(426, { 'X-Why': 'no' }).end('plain HTTP only'),
    });
    await once(client, 'close');
    expect(received()).toMatch(/^HTTP\/1\.1 426 /);
    expect(received()).toContain('X-Why: no');
    expect(received()).toMatch(/plain HTTP only$/);
    expect(await report).toMatchObject({ statusCode: 426 });
  });

  it("gets the platform's answer when there is none", async () => {
    const { client, report, received } = await tunnelTo({ onUpgrade: (_request, socket) => socket.destroy() });
    await once(client, 'close');
    expect(received()).toMatch(/^HTTP\/1\.1 502 /);
    expect(received()).toContain('Process exited unexpectedly before completing request');
    expect(await report).toMatchObject({ statusCode: 502, error: { type: 'UnhandledInvocationError' } });
  });
});
