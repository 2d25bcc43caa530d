import { once } from 'node:events';
import http, { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnswerSink } from '../../../src/core/instance/answerSink.ts';
import { collectAnswer, type CollectedAnswer } from '../../../src/core/instance/collectAnswer.ts';
import { createInstanceClient } from '../../../src/core/instance/httpInstanceClient.ts';
import {
  StaleConnectionError,
  type InstanceAddress,
  type InstanceClient,
  type OutgoingRequest,
} from '../../../src/core/instance/instanceClient.ts';
import { rawServer } from '../../support/rawServer.ts';
import { withResolvers } from '../../support/withResolvers.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const end of ends.splice(0).reverse()) await end();
});

interface Served {
  readonly address: InstanceAddress;
  readonly client: InstanceClient;
  readonly requests: readonly IncomingMessage[];
  /** Connections it has seen. */
  readonly sockets: readonly Socket[];
}

async function serve(answer: RequestListener, keepAliveTimeout = 0): Promise<Served> {
  const [requests, sockets]: [IncomingMessage[], Socket[]] = [[], []];
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  return { address, client: clientOf(address), requests, sockets };
}

function clientOf(address: InstanceAddress): InstanceClient {
  const client = createInstanceClient(address);
  ends.push(() => client.destroy());
  return client;
}

const nothing = new Uint8Array(0);

function request(changes: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return { method: 'GET', path: '/', headers: [], body: nothing, ...changes };
}

async function fetched(client: InstanceClient, changes: Partial<OutgoingRequest> = {}): Promise<CollectedAnswer> {
  const { sink, answer } = collectAnswer();
  await client.send(request(changes), sink).done;
  return answer();
}

const textOf = ({ body }: CollectedAnswer): string => Buffer.from(body).toString();

/** A sink that writes down what it is told. */
function telling(changes: Partial<AnswerSink> = {}): { readonly told: string[]; readonly sink: AnswerSink } {
  const told: string[] = [];
  return {
    told,
    sink: {
      head: (statusCode) => void told.push(`head ${statusCode}`),
      data: (chunk) => told.push(`data ${Buffer.from(chunk).toString()}`) > 0,
      end: (trailers) => void told.push(['end', ...trailers].join(' ')),
      broken: (error) => void told.push(`broken ${error.message}`),
      ...changes,
    },
  };
}

describe('A request to an instance', () => {
  it('arrives as it was given, and its answer comes back as it was sent', async () => {
    const bodies: Buffer[] = [];
    const { client, requests } = await serve((incoming, response) => {
      void buffer(incoming).then((body) => {
        bodies.push(body);
        response.writeHead(201, ['X-Greeting', 'hi', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Trailer', 'X-Sum']);
        response.addTrailers({ 'X-Sum': '3' });
        response.write(Buffer.from([0xff, 0x00]));
        response.end(Buffer.from([0x80]));
      });
    });
    const body = Buffer.from([0x89, 0x50, 0x4e, 0xff]);
    const headers = ['x-fc-version-id', '', 'Content-Type', 'image/png', 'host', 'example.com'];
    const { sink, answer } = collectAnswer();
    const trailers: string[] = [];
    const keeping = { ...sink, end: (list: readonly string[]) => void trailers.push(...list) };
    await client.send(request({ method: 'POST', path: '/invoke?a=1', headers, body }), keeping).done;
    expect(answer().statusCode).toBe(201);
    expect(answer().headers.slice(0, 6)).toEqual(['X-Greeting', 'hi', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
    expect(Buffer.from(answer().body)).toEqual(Buffer.from([0xff, 0x00, 0x80]));
    expect(trailers).toEqual(['X-Sum', '3']);
    expect(bodies).toEqual([body]);
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/invoke?a=1' });
    expect(requests[0]?.rawHeaders).toEqual([...headers, 'content-length', '4']);
  });

  it('may have a body of many megabytes, from memory or as a stream, and so may its answer', async () => {
    const { client } = await serve((incoming, response) => void incoming.pipe(response));
    const body = Buffer.alloc(8 * 1024 * 1024, 'many bytes ');
    for (const sent of [body, Readable.from(pieces(body, 100_000))]) {
      const answer = await fetched(client, { method: 'POST', body: sent });
      expect(Buffer.compare(Buffer.from(answer.body), body)).toBe(0);
    }
  });

  it('gets its answer undecoded and does not follow it elsewhere', async () => {
    const { client, requests } = await serve((_incoming, response) => {
      response.writeHead(302, { Location: '/elsewhere', 'Content-Encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.end('hello');
    });
    const { statusCode, body } = await fetched(client);
    expect([statusCode, Buffer.from(body)]).toEqual([302, gzipSync('hello')]);
    expect(requests.length).toBe(1);
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('%s that is answered by %i ends with the head, and the connection is kept', async (method, statusCode) => {
    const { client, sockets } = await serve((_incoming, response) => response.writeHead(statusCode).end());
    for (let count = 0; count < 2; count++) {
      const answer = await fetched(client, { method });
      expect([answer.statusCode, answer.body.length]).toEqual([statusCode, 0]);
    }
    expect(sockets.length).toBe(1);
  });

  it('is told of the answer alone when the server says first that it goes on', async () => {
    const { client } = await serve((_incoming, response) => {
      response.writeContinue();
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('hello');
    });
    const { told, sink } = telling();
    await client.send(request(), sink).done;
    expect(told).toEqual(['head 200', 'data hello', 'end']);
  });

  it('goes straight to its address, whatever the environment and the editor say about proxies', async () => {
    const { client } = await serve((_incoming, response) => response.end('direct'));
    const proxy = await serve((_incoming, response) => response.end('by the proxy'));
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])
      vi.stubEnv(name, `http://127.0.0.1:${proxy.address.port}`);
    vi.spyOn(http, 'request').mockImplementation(() => {
      throw new Error('sent to the proxy');
    });
    expect(textOf(await fetched(client))).toBe('direct');
    expect(proxy.requests.length).toBe(0);
  });

  it('that HTTP does not allow is refused before anybody is dialled', async () => {
    const { client, sockets } = await serve((_incoming, response) => response.end());
    const { told, sink } = telling();
    await expect(client.send(request({ path: '/a b' }), sink).done).rejects.toThrow('The request has a path');
    expect([told, sockets.length]).toEqual([[], 0]);
  });
});

describe('The connections to an instance', () => {
  it('are as many as requests under way, and are used again', async () => {
    const answers: (() => void)[] = [];
    const { client, sockets } = await serve((_incoming, response) => void answers.push(() => response.end('hello')));
    for (let count = 0; count < 2; count++) {
      const all = [1, 2, 3].map(() => fetched(client));
      await vi.waitFor(() => expect(answers.length).toBe(3));
      for (const answer of answers.splice(0)) answer();
      await Promise.all(all);
    }
    expect(sockets.length).toBe(3);
  });

  it('are kept past the time their server hints at: the platform keeps them, too', async () => {
    await using server = await rawServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nContent-Length: 5\r\n\r\nhello'),
    );
    const client = clientOf(server.address);
    for (let count = 0; count < 2; count++) {
      await fetched(client);
      // a client that believed the hint would have closed by now
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect([server.connections.length, server.open()]).toEqual([1, 1]);
  });

  it('that the server closes while they are idle are given up, and nobody notices', async () => {
    const { client, sockets } = await serve((_incoming, response) => response.end('hello'), 100);
    await fetched(client);
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true), { timeout: 5000 });
    expect(textOf(await fetched(client, { method: 'POST' }))).toBe('hello');
    expect(sockets.length).toBe(2);
  });

  it('on which a server speaks unasked are given up', async () => {
    await using server = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    const client = clientOf(server.address);
    await fetched(client);
    server.connections[0]?.socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n');
    await vi.waitFor(() => expect(server.open()).toBe(0));
    expect(textOf(await fetched(client))).toBe('ok');
  });

  it.each([
    ['the server says so', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok', []],
    ['the request says so', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', ['connection', 'close']],
    ['the server speaks HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', []],
    ['the server sends a body where there may be none', 'HTTP/1.1 204 No Content\r\n\r\nok', []],
  ])('are closed when %s', async (_title, answer, headers) => {
    await using server = await rawServer((socket) => socket.write(answer));
    const client = clientOf(server.address);
    const { statusCode, body } = await fetched(client, { headers });
    expect(String(Buffer.from(body))).toBe(statusCode === 200 ? 'ok' : '');
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });
});

describe('A kept connection that turns out to be closed', () => {
  /** A server that answers the first request of a connection and drops the connection with the second. */
  async function forgetful() {
    const { client, requests, sockets } = await serve((incoming, response) => {
      const before = requests.filter(({ socket }) => socket === incoming.socket).length;
      if (before > 1) incoming.socket.destroy();
      else incoming.resume().once('end', () => response.end('hello'));
    });
    return { client, requests, sockets };
  }

  it.each(['GET', 'HEAD', 'OPTIONS', 'TRACE'])('costs a %s nothing: it is sent again on a new one', async (method) => {
    const { client, sockets } = await forgetful();
    await Promise.all([1, 2, 3].map(() => fetched(client)));
    expect((await fetched(client, { method })).statusCode).toBe(200);
    expect(sockets.length).toBe(4);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('fails a %s: it may have had its effect', async (method) => {
    const { client, sockets } = await forgetful();
    await fetched(client);
    await expect(fetched(client, { method })).rejects.toBeInstanceOf(StaleConnectionError);
    expect(sockets.length).toBe(1);
    expect(textOf(await fetched(client))).toBe('hello');
  });

  it('fails a request whose body cannot be sent twice', async () => {
    const { client } = await forgetful();
    await fetched(client);
    const body = Readable.from([Buffer.from('once')]);
    await expect(fetched(client, { method: 'GET', body })).rejects.toBeInstanceOf(StaleConnectionError);
  });

  it('is not what a server does that breaks off its answer', async () => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n');
    });
    const client = clientOf(server.address);
    await fetched(client);
    const failure = fetched(client, { method: 'POST' });
    await expect(failure).rejects.toThrow('after 0 of the 2 bytes');
    await expect(failure).rejects.not.toBeInstanceOf(StaleConnectionError);
  });

  it('is not what a server does that drops every new connection', async () => {
    const { client, requests } = await serve((incoming) => incoming.socket.destroy());
    await expect(fetched(client)).rejects.toThrow(
      /^The server (closed|reset) the connection without a byte of an answer/,
    );
    expect(requests.length).toBe(1);
  });

  it('is followed by the truth when nobody listens any more', async () => {
    const server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      else void server[Symbol.asyncDispose]();
    });
    const client = clientOf(server.address);
    await fetched(client);
    await expect(fetched(client)).rejects.toThrow(`Nobody listens at 127.0.0.1:${server.address.port} any more.`);
  });
});

describe('A request that is aborted', () => {
  it.each(['while it is dialled', 'before the answer', 'in the middle of the answer'])(
    '%s ends at once, with the reason',
    async (moment) => {
      const arrived = withResolvers();
      const { client, sockets } = await serve((_incoming, response) => {
        if (moment === 'in the middle of the answer') response.write('the beginning');
        else arrived.resolve(undefined);
      });
      const { told, sink } = telling({ data: () => (arrived.resolve(undefined), true) });
      const exchange = client.send(request({ method: 'POST' }), sink);
      if (moment !== 'while it is dialled') await arrived.promise;
      const reason = new Error('the function timed out');
      exchange.abort(reason);
      exchange.abort(new Error('too late'));
      await expect(exchange.done).rejects.toBe(reason);
      expect(told).toEqual(
        moment === 'in the middle of the answer' ? ['head 200', 'broken the function timed out'] : [],
      );
      await vi.waitFor(() => expect(sockets.every((socket) => socket.destroyed)).toBe(true));
    },
  );

  it('after its end is not undone, and its connection stays', async () => {
    const { client, sockets } = await serve((_incoming, response) => response.end('hello'));
    const { told, sink } = telling();
    const exchange = client.send(request(), sink);
    await exchange.done;
    const other = fetched(client);
    exchange.abort(new Error('too late'));
    expect(textOf(await other)).toBe('hello');
    expect([told.at(-1), sockets.length]).toEqual(['end', 1]);
  });
});

describe('A client that is destroyed', () => {
  it('ends everything and leaves nothing behind', async () => {
    const { client, requests, sockets } = await serve((incoming, response) => {
      if (incoming.url === '/idle') response.end('hello');
      else if (incoming.url === '/half') response.write('the beginning');
    });
    const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const began = withResolvers();
    const half = telling({ data: () => (began.resolve(undefined), true) });
    const body = new Readable({ read: () => undefined });
    const pending = [
      fetched(client, { path: '/silent' }),
      fetched(client, { path: '/upload', method: 'POST', body }),
      client.send(request({ path: '/half' }), half.sink).done,
      client.upgrade(request({ path: '/socket', headers: ['upgrade', 'websocket'] })),
    ];
    const failures = pending.map((work) => expect(work).rejects.toThrow('The instance was ended.'));
    await fetched(client, { path: '/idle' });
    await began.promise;
    await vi.waitFor(() => expect(requests.length).toBe(5));
    client.destroy();
    client.destroy();
    await Promise.all(failures);
    expect(half.told).toEqual(['head 200', 'broken The instance was ended.']);
    await vi.waitFor(() => expect(sockets.filter((socket) => !socket.destroyed)).toEqual([]));
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(
      timersBefore,
    );
    expect(body.listenerCount('data')).toBe(0);
  });

  it('takes no more requests', async () => {
    const { client, sockets } = await serve((_incoming, response) => response.end('hello'));
    client.destroy();
    await expect(fetched(client)).rejects.toThrow('The instance was ended.');
    await expect(client.upgrade(request())).rejects.toThrow('The instance was ended.');
    expect(sockets.length).toBe(0);
  });
});

function* pieces(body: Buffer, bytes: number): Generator<Buffer> {
  for (let at = 0; at < body.length; at += bytes) yield body.subarray(at, at + bytes);
}
