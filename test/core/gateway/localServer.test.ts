import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { openLocalServer, type LocalServer, type LocalServerOptions } from '../../../src/core/gateway/localServer.ts';
import type { ClientCall } from '../../../src/core/gateway/clientCall.ts';
import { requireWellFormed } from '../../../src/core/gateway/malformedRequest.ts';
import { readBody } from '../../../src/core/gateway/requestBody.ts';
import { toPlatformError } from '../../../src/core/gateway/platformError.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { connects } from '../../support/connects.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { freePort } from '../../support/freePort.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { rawAnswer, rawConnection, readUntil } from './testGateway.ts';

const limit = { bytes: 1000, tooLarge: () => new Error('too large') as never };

/** Answers with the path and the body it got, to well-formed requests. */
async function echo(call: ClientCall): Promise<void> {
  try {
    requireWellFormed(call.request);
    const body = await readBody(call, limit, { clock: new FakeClock(), seconds: 60 });
    call.answer(200, [], Buffer.concat([Buffer.from(`${call.request.url} `), body]));
  } catch (error) {
    call.refuse(toPlatformError(error));
  }
}

function serve(changes: Partial<LocalServerOptions> = {}): Promise<LocalServer> {
  const clock = new FakeClock();
  return openLocalServer({ wishedPorts: [], clock, handle: echo, requestIdOf: () => '1-0', ...changes });
}

const head = (...lines: string[]): string => [...lines, '', ''].join('\r\n');
const get = (path: string, ...lines: string[]): string => head(`GET ${path} HTTP/1.1`, 'Host: localhost', ...lines);
const post = (lines: string[], body: string): string => head('POST / HTTP/1.1', 'Host: localhost', ...lines) + body;
const chunked = 'Transfer-Encoding: chunked';

describe('Bytes that are no proper HTTP request', () => {
  it.each([
    ['a length and chunks at once', post(['Content-Length: 5', chunked], '0\r\n\r\n')],
    ['chunks and a length at once', post([chunked, 'Content-Length: 5'], '0\r\n\r\n')],
    ['two lengths', post(['Content-Length: 2', 'Content-Length: 3'], 'abc')],
    ['the same length twice', post(['Content-Length: 2', 'Content-Length: 2'], 'ab')],
    ['a list of lengths', post(['Content-Length: 2, 2'], 'ab')],
    ['a signed length', post(['Content-Length: +2'], 'ab')],
    ['a length beyond all numbers', post(['Content-Length: 99999999999999999999999'], 'ab')],
    ['a coding that is not just chunked', post(['Transfer-Encoding: gzip, chunked'], '0\r\n\r\n')],
    ['a coding that only looks chunked', post(['Transfer-Encoding: xchunked'], '0\r\n\r\n')],
    ['two codings', post([chunked, 'Transfer-Encoding: identity'], '0\r\n\r\n')],
    ['chunks in HTTP/1.0', head('POST / HTTP/1.0', chunked) + '0\r\n\r\n'],
    ['a chunk without a size', post([chunked], 'zz\r\n\r\n')],
    ['a chunk that is longer than it says', post([chunked], '2\r\nabc0\r\n\r\n')],
    ['a chunk ended by a bare line feed', post([chunked], '2\nab\n0\n\n')],
    ['a chunk size beyond all numbers', post([chunked], 'fffffffffffffffff\r\nab\r\n0\r\n\r\n')],
    ['a folded header', get('/', 'X-Folded: a', ' b')],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: localhost\n\n'],
    ['a bare carriage return', 'GET / HTTP/1.1\r\nHost: localhost\rX: 1\r\n\r\n'],
    ['a zero byte in a value', get('/', 'X: a\0b')],
    ['a zero byte in the path', get('/a\0b')],
    ['a space in a header name', get('/', 'X Y: a')],
    ['a space after a header name', get('/', 'X : a')],
    ['a header without a name', get('/', ': a')],
    ['a line without a colon', get('/', 'Xabc')],
    ['HTTP/0.9', 'GET /\r\n\r\n'],
    ['HTTP/0.9 by name', head('GET / HTTP/0.9')],
    ['HTTP/2 by name', head('GET / HTTP/2.0', 'Host: localhost')],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a whole URL', head('GET http://localhost/ HTTP/1.1', 'Host: localhost')],
    ['a host instead of a path', head('GET localhost:80 HTTP/1.1', 'Host: localhost')],
    ['an asterisk', head('OPTIONS * HTTP/1.1', 'Host: localhost')],
    ['CONNECT', head('CONNECT localhost:80 HTTP/1.1', 'Host: localhost')],
    ['TRACE', head('TRACE / HTTP/1.1', 'Host: localhost')],
    ['a method nobody knows', head('FOO / HTTP/1.1', 'Host: localhost')],
    ['a fragment', get('/a#b')],
    ['a space in the path', get('/a b')],
    ['an expectation nobody knows', post(['Expect: fish', 'Content-Length: 0'], '')],
    ['two hosts', get('/', 'Host: localhost')],
    ['two hosts, far apart', get('/', ...Array<string>(2500).fill('a:'), 'Host: localhost')],
    ['no host', head('GET / HTTP/1.1')],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00'],
    ['headers without end', get('/', `X: ${'a'.repeat(40_000)}`)],
  ])('are answered with 400: %s', async (_what, bytes) => {
    const handled: string[] = [];
    const handle = async (call: ClientCall): Promise<void> => {
      await echo(call);
      if (call.response.statusCode === 200) handled.push('served');
    };
    await using server = await serve({ handle });
    const socket = await rawConnection(server.port);
    socket.write(bytes);
    const answer = await readUntil(socket, '}');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('X-Fc-Request-Id: 1-0\r\n');
    expect(answer).toContain('X-Fc-Error-Type: FCCommonError\r\n');
    expect(answer).toContain('Connection: close\r\n');
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toEqual({
      RequestId: '1-0',
      Code: 'InvalidArgument',
      Message: expect.any(String) as string,
    });
    expect(handled).toEqual([]);
    await new Promise((resolve) => socket.once('close', resolve).resume());
  });

  it('are answered once, however many follow', async () => {
    const clock = new FakeClock();
    await using server = await serve({ clock });
    const socket = await rawConnection(server.port, { allowHalfOpen: true });
    socket.write('\0');
    await readUntil(socket, '}');
    const sent = once(socket, 'drain');
    socket.write(Buffer.alloc(10_000_000));
    await sent;
    expect(clock.sleeping).toBe(1);
    socket.destroy();
    await vi.waitFor(() => expect(clock.sleeping).toBe(0));
  });

  it('end the connection, and do not answer for the requests before them', async () => {
    const first = withResolvers();
    await using server = await serve({ handle: (call) => first.promise.then(() => echo(call)) });
    const answer = rawAnswer(server.port, `${get('/first')}\0\0\0`);
    await new Promise(setImmediate);
    first.resolve(undefined);
    const text = await answer;
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    expect(text).toContain('/first ');
  });
});

describe('A connection', () => {
  it('is used again, and requests that are sent ahead are answered in their order', async () => {
    const slow = withResolvers();
    const handle = async (call: ClientCall): Promise<void> => {
      if (call.request.url === '/slow') await slow.promise;
      await echo(call);
      if (call.request.url === '/quick') slow.resolve(undefined);
    };
    await using server = await serve({ handle });
    const socket = await rawConnection(server.port);
    socket.write(get('/slow') + get('/quick'));
    const seen = await readUntil(socket, '/quick ');
    expect(seen.indexOf('/slow ')).toBeGreaterThan(0);
    expect(seen.indexOf('/slow ')).toBeLessThan(seen.indexOf('/quick '));
    socket.write(get('/later'));
    expect(await readUntil(socket, '/later ')).toContain('200 OK');
    socket.destroy();
  });

  it('is ended after the answer with HTTP/1.0', async () => {
    await using server = await serve();
    expect(await rawAnswer(server.port, head('GET /old HTTP/1.0'))).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\/old $/);
  });

  it('is cut when the head of a request does not come to an end', async () => {
    await using server = await serve({ headTimeoutMs: 20 });
    expect(await rawAnswer(server.port, 'GET / HTTP/1.1\r\nHost: loc')).toMatch(
      /^HTTP\/1\.1 400 [^]*did not arrive in time/,
    );
  });

  it('tells a client to send its body when that is wanted, and not before', async () => {
    await using server = await serve();
    const socket = await rawConnection(server.port);
    socket.write(post(['Content-Length: 2', 'Expect: 100-continue'], ''));
    expect(await readUntil(socket, '\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('ab');
    expect(await readUntil(socket, '/ ab')).toContain('200 OK');
    socket.write(post(['Content-Length: 9999', 'Expect: 100-continue'], ''));
    const refused = await readUntil(socket, '}');
    expect(refused).not.toContain('100 Continue');
    expect(refused).toContain('Connection: close');
  });

  it('ignores the offer of a protocol it does not speak, as clients make who prefer HTTP/2', async () => {
    const upgrade = vi.fn(() => Promise.resolve());
    await using server = await serve({ upgrade });
    const socket = await rawConnection(server.port);
    const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'];
    socket.write(post([...offer, 'Content-Length: 2'], 'ab'));
    expect(await readUntil(socket, '/ ab')).toContain('200 OK');
    socket.write(get('/again'));
    expect(await readUntil(socket, '/again ')).toContain('200 OK');
    expect(upgrade).not.toHaveBeenCalled();
    socket.destroy();
  });

  it('drops what is left of a body nobody reads, so that the next request is understood', async () => {
    const clock = new FakeClock();
    const handle = (call: ClientCall): Promise<void> => {
      call.answer(200, [], Buffer.from(call.request.url ?? ''));
      return Promise.resolve();
    };
    await using server = await serve({ handle, clock });
    const socket = await rawConnection(server.port);
    socket.write(head('POST /early HTTP/1.1', 'Host: localhost', 'Content-Length: 100000'));
    await readUntil(socket, '/early');
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    socket.write('x'.repeat(100_000) + get('/next'));
    expect(await readUntil(socket, '/next')).toContain('200 OK');
    expect(clock.sleeping).toBe(0);
    socket.destroy();
  });

  it('is cut when such a body does not come to an end', async () => {
    const clock = new FakeClock();
    const handle = (call: ClientCall): Promise<void> => {
      call.answer(200, [], Buffer.from('enough'));
      return Promise.resolve();
    };
    await using server = await serve({ handle, clock });
    const socket = await rawConnection(server.port);
    socket.write(post(['Content-Length: 100000'], 'x'));
    await readUntil(socket, 'enough');
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    const closed = once(socket, 'close');
    socket.resume();
    await clock.advance(5000);
    await closed;
  });
});

describe('A call', () => {
  it('ends when its client goes away, once, and not when that happens after the answer', async () => {
    const calls: ClientCall[] = [];
    const aborted: string[] = [];
    const handle = async (call: ClientCall): Promise<void> => {
      calls.push(call);
      const onAbort = (): void => void aborted.push(call.request.url ?? '');
      call.signal.addEventListener('abort', onAbort);
      if (call.request.url === '/stays') await once(call.signal, 'abort');
      else await echo(call);
      call.signal.removeEventListener('abort', onAbort);
    };
    await using server = await serve({ handle });
    const socket = await rawConnection(server.port);
    socket.write(get('/answered'));
    await readUntil(socket, '/answered ');
    socket.write(get('/stays'));
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    expect(calls[1]?.signal).toBe(calls[0]?.signal); // lent again
    expect(aborted).toEqual([]);
    socket.destroy();
    await vi.waitFor(() => expect(aborted).toEqual(['/stays']));

    const other = await rawConnection(server.port);
    other.write(get('/answered'));
    await readUntil(other, '/answered ');
    other.destroy();
    await once(other, 'close');
    await new Promise(setImmediate);
    expect(calls.at(-1)?.signal.aborted).toBe(false);
    expect(aborted).toEqual(['/stays']);
  });
});

describe('A local server', () => {
  it('listens on 127.0.0.1 only, on the first wished port that is free', async () => {
    const [taken, free] = [await serve(), await freePort()];
    await using first = taken;
    await using second = await serve({ wishedPorts: [first.port, free] });
    expect(second.url).toBe(`http://127.0.0.1:${free}`);
    await using third = await serve({ wishedPorts: [first.port, 70_000] });
    expect(third.port).not.toBe(first.port);
    expect(await connects('::1', second.port)).toBe(false);
    expect(await connects('127.0.0.2', second.port)).toBe(false);
  });

  it('ends at once, with every connection, and leaves nothing behind', async () => {
    const before = process.getActiveResourcesInfo().length;
    const hangs = (): Promise<void> => new Promise(() => undefined);
    const server = await openLocalServer({
      wishedPorts: [],
      clock: systemClock,
      handle: hangs,
      upgrade: hangs,
      requestIdOf: () => '1-0',
    });
    const sockets = await Promise.all([1, 2, 3, 4].map(() => rawConnection(server.port)));
    const closed = sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)));
    const [, waiting, uploading, upgraded] = sockets;
    waiting?.write(get('/'));
    uploading?.write(post(['Content-Length: 10'], 'a'));
    upgraded?.write(get('/', 'Connection: Upgrade', 'Upgrade: websocket'));
    await server[Symbol.asyncDispose]();
    await Promise.all(closed);
    expect(await connects('127.0.0.1', server.port)).toBe(false);
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before));
  });
});
