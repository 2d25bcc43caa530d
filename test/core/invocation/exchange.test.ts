import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange, StaleConnectionError, type ExchangeRequest } from '../../../src/core/invocation/exchange.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Served {
  readonly server: Server;
  readonly requests: readonly IncomingMessage[];
  readonly bodies: readonly Buffer[];
  /** Connections it has seen. */
  readonly sockets: readonly Socket[];
  readonly request: (changes?: Partial<ExchangeRequest>) => ExchangeRequest;
}

async function serve(answer: RequestListener): Promise<Served> {
  const [requests, bodies, sockets]: [IncomingMessage[], Buffer[], Socket[]] = [[], [], []];
  const server = createServer((request, response) => {
    requests.push(request);
    void buffer(request).then(
      (body) => {
        bodies.push(body);
        answer(request, response);
      },
      () => undefined,
    );
  });
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true });
  ends.push(async () => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  const usual: ExchangeRequest = {
    host: '127.0.0.1',
    port,
    agent,
    method: 'GET',
    path: '/',
    headers: {},
    body: new Uint8Array(),
    signal: new AbortController().signal,
  };
  return { server, requests, bodies, sockets, request: (changes) => ({ ...usual, ...changes }) };
}

describe('An exchange with a server', () => {
  it('sends method, path, headers and body, and gives status, headers and body', async () => {
    const served = await serve((_request, response) => {
      response.writeHead(201, { 'X-Greeting': 'hi', 'Set-Cookie': ['a=1', 'b=2'] });
      response.write(Buffer.from([0xff, 0x00]));
      response.end(Buffer.from([0x80]));
    });
    const body = Buffer.from([0x89, 0x50, 0x4e, 0xff]);
    const headers = { 'x-fc-version-id': '', 'content-type': 'image/png' };
    const answer = await exchange(served.request({ method: 'POST', path: '/invoke?a=1', headers, body }));
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toMatchObject({ 'x-greeting': 'hi', 'set-cookie': 'a=1, b=2' });
    expect(Buffer.from(answer.body)).toEqual(Buffer.from([0xff, 0x00, 0x80]));
    expect(served.bodies).toEqual([body]);
    expect(served.requests[0]).toMatchObject({ method: 'POST', url: '/invoke?a=1' });
    expect(served.requests[0]?.headers).toMatchObject({ ...headers, 'content-length': '4' });
    expect(served.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it.each([
    ['GET', undefined],
    ['HEAD', undefined],
    ['POST', '0'],
    ['DELETE', '0'],
  ])('says about the length of an empty body of %s: %s', async (method, length) => {
    const served = await serve((_request, response) => response.end());
    await exchange(served.request({ method }));
    expect(served.requests[0]?.headers['content-length']).toBe(length);
  });

  it('keeps its connection for the next one', async () => {
    const served = await serve((_request, response) => response.end('hello'));
    for (let count = 0; count < 3; count++) await exchange(served.request());
    expect(served.sockets.length).toBe(1);
  });

  it('sends an idempotent request again when kept connections turn out to be closed, all of them', async () => {
    const served = await serve((_request, response) => response.end('hello'));
    await Promise.all([1, 2, 3].map(async () => exchange(served.request())));
    for (const socket of served.sockets) dropOnNextRequest(served.server, socket);
    const answer = await exchange(served.request());
    expect(Buffer.from(answer.body).toString()).toBe('hello');
  });

  it('reports a POST on a connection that turned out to be closed: it may have had its effect', async () => {
    const served = await serve((_request, response) => response.end('hello'));
    await exchange(served.request({ method: 'POST' }));
    for (const socket of served.sockets) dropOnNextRequest(served.server, socket);
    await expect(exchange(served.request({ method: 'POST' }))).rejects.toBeInstanceOf(StaleConnectionError);
    expect(served.sockets.length).toBe(1);
  });

  it('does not send a request again that a fresh connection lost', async () => {
    const served = await serve((request) => request.socket.destroy());
    await expect(exchange(served.request())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(served.requests.length).toBe(1);
  });

  it('is none when the answer breaks off in the middle', async () => {
    const served = await serve((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('the beginning');
      setImmediate(() => request.socket.destroy());
    });
    await expect(exchange(served.request())).rejects.toThrow('aborted');
  });

  it.each(['before the answer', 'in the middle of the answer'])('ends when it is cancelled %s', async (moment) => {
    const cancel = new AbortController();
    const served = await serve((_request, response) => {
      if (moment === 'in the middle of the answer') response.write('the beginning');
      setImmediate(() => cancel.abort());
    });
    await expect(exchange(served.request({ signal: cancel.signal }))).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => served.sockets[0]?.destroyed).toBe(true);
  });
});

/** The server closes this connection with the next request on it, as if it had been idle for too long. */
function dropOnNextRequest(server: Server, socket: Socket): void {
  server.prependListener('request', (request: IncomingMessage) => {
    if (request.socket === socket) socket.destroy();
  });
}
