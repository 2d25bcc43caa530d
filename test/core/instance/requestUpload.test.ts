import { once } from 'node:events';
import { Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startUpload } from '../../../src/core/instance/requestUpload.ts';
import { rawServer, type RawServer } from '../../support/rawServer.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function connected(server: RawServer): Promise<Socket> {
  const socket = new Socket().connect(server.address);
  ends.push(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await vi.waitFor(() => expect(server.connections.length).toBe(1));
  return socket;
}

/** What of a body arrives, and what broke it. */
async function uploaded(
  body: Readable,
  length?: number,
): Promise<{ received: () => string; broken: Error[]; finished: () => boolean }> {
  const server = await rawServer(() => undefined);
  ends.push(() => void server[Symbol.asyncDispose]());
  const broken: Error[] = [];
  const upload = startUpload({
    socket: await connected(server),
    body,
    length,
    onBroken: (error) => broken.push(error),
  });
  return { received: () => server.connections[0]?.received() ?? '', broken, finished: () => upload.finished };
}

describe('A body of unknown length', () => {
  it('goes out in chunks as it comes, with an end', async () => {
    const { received, finished, broken } = await uploaded(
      Readable.from(['hello', Buffer.alloc(0), Buffer.from('twelve bytes')]),
    );
    await vi.waitFor(() => expect(received()).toBe('5\r\nhello\r\nc\r\ntwelve bytes\r\n0\r\n\r\n'));
    expect([finished(), broken]).toEqual([true, []]);
  });

  it('may be empty, or have ended before', async () => {
    const ended = Readable.from([]);
    ended.resume();
    await once(ended, 'end');
    for (const body of [Readable.from([]), ended]) {
      const { received } = await uploaded(body);
      await vi.waitFor(() => expect(received()).toBe('0\r\n\r\n'));
    }
  });

  it('that had ended before is not sent when it is stopped at once', async () => {
    const server = await rawServer(() => undefined);
    ends.push(() => void server[Symbol.asyncDispose]());
    const socket = await connected(server);
    const body = Readable.from([]).resume();
    await once(body, 'end');
    startUpload({ socket, body, length: undefined, onBroken: () => undefined }).stop();
    socket.end('nothing else');
    await vi.waitFor(() => expect(server.connections[0]?.received()).toBe('nothing else'));
  });

  it('flows though its owner had paused it', async () => {
    const body = Readable.from([Buffer.from('hello')]).pause();
    const { finished } = await uploaded(body);
    await vi.waitFor(() => expect(finished()).toBe(true));
  });
});

describe('A body of announced length', () => {
  it('goes out as it is', async () => {
    const { received, finished } = await uploaded(Readable.from([Buffer.from('hello')]), 5);
    await vi.waitFor(() => expect([received(), finished()]).toEqual(['hello', true]));
  });

  it('that is longer is stopped before a byte too many', async () => {
    const { received, broken, finished } = await uploaded(Readable.from([Buffer.from('hello'), Buffer.from('!')]), 5);
    await vi.waitFor(() =>
      expect(broken.map(({ message }) => message)).toEqual([
        "The request's body is longer than the 5 bytes its Content-Length announced.",
      ]),
    );
    expect([received(), finished()]).toEqual(['hello', false]);
  });

  it('that is shorter has no end', async () => {
    const { broken, finished } = await uploaded(Readable.from([Buffer.from('hell')]), 5);
    await vi.waitFor(() =>
      expect(broken.map(({ message }) => message)).toEqual([
        "The request's body ended after 4 of the 5 bytes its Content-Length announced.",
      ]),
    );
    expect(finished()).toBe(false);
  });
});

describe('A body that breaks off', () => {
  it.each([
    ['with an error', (body: PassThrough) => body.destroy(new Error('the client went away')), 'the client went away'],
    ['in silence', (body: PassThrough) => body.destroy(), "The request's body broke off before its end."],
  ])('%s is told once', async (_title, breakOff, message) => {
    const body = new PassThrough();
    const { broken, received } = await uploaded(body);
    body.write('hello');
    await vi.waitFor(() => expect(received()).toBe('5\r\nhello\r\n'));
    breakOff(body);
    await once(body, 'close').catch(() => undefined);
    expect(broken.map((error) => error.message)).toEqual([message]);
  });

  it('before it was sent is told, too', async () => {
    const body = new PassThrough();
    body.on('error', () => undefined).destroy(new Error('the client went away'));
    await once(body, 'close').catch(() => undefined);
    const { broken } = await uploaded(body);
    await vi.waitFor(() => expect(broken.map((error) => error.message)).toEqual(['the client went away']));
  });
});

describe('An upload', () => {
  it('waits for a server that does not read', async () => {
    const server = await rawServer(() => undefined);
    ends.push(() => void server[Symbol.asyncDispose]());
    const socket = await connected(server);
    server.connections[0]?.socket.pause();
    socket.write('POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n');
    let taken = 0;
    const body = Readable.from(
      (function* () {
        for (; taken < 1000; taken++) yield Buffer.alloc(64 * 1024);
      })(),
    );
    const upload = startUpload({ socket, body, length: undefined, onBroken: () => undefined });
    await vi.waitFor(() => expect(socket.writableNeedDrain).toBe(true));
    expect(body.isPaused()).toBe(true);
    expect(taken).toBeLessThan(1000);
    server.connections[0]?.socket.resume();
    await vi.waitFor(() => expect(upload.finished).toBe(true), { timeout: 10_000 });
  });

  it('that is stopped leaves the body to its owner, paused, and its later errors harm nobody', async () => {
    const server = await rawServer(() => undefined);
    ends.push(() => void server[Symbol.asyncDispose]());
    const socket = await connected(server);
    const body = new PassThrough();
    const broken: Error[] = [];
    const upload = startUpload({ socket, body, length: undefined, onBroken: (error) => broken.push(error) });
    upload.stop();
    body.write('hello');
    expect([body.isPaused(), body.listenerCount('data'), socket.listenerCount('drain'), upload.finished]).toEqual([
      true,
      0,
      0,
      false,
    ]);
    body.destroy(new Error('the client went away'));
    await once(body, 'close').catch(() => undefined);
    expect([broken, server.connections[0]?.received()]).toEqual([[], '']);
  });
});
