import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OutgoingRequest, UpgradeAnswer } from '../../../src/core/instance/instanceClient.ts';
import { requestUpgrade } from '../../../src/core/instance/requestUpgrade.ts';
import { rawServer, type RawServer } from '../../support/rawServer.ts';

const ending = new AbortController();
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const websocket: OutgoingRequest = {
  method: 'GET',
  path: '/chat',
  headers: ['host', 'example.com', 'Sec-WebSocket-Key', 'abc', 'Connection', 'Upgrade', 'Upgrade', 'websocket'],
  body: new Uint8Array(0),
};

const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

async function upgraded(server: RawServer, request = websocket, signal = ending.signal): Promise<UpgradeAnswer> {
  const answer = await requestUpgrade(server.address, request, signal);
  if (answer.upgraded) ends.push(() => answer.socket.destroy());
  return answer;
}

async function next(socket: UpgradeAnswer): Promise<string> {
  if (!socket.upgraded) throw new Error('not upgraded');
  const [bytes] = (await once(socket.socket, 'data')) as [Buffer];
  return String(bytes);
}

describe('A WebSocket handshake', () => {
  it('asks with the headers it was given, and hands over the connection', async () => {
    await using server = await rawServer((socket) => {
      socket.write(switching);
      socket.on('data', (bytes: Buffer) => socket.write(`echo ${String(bytes)}`));
    });
    const answer = await upgraded(server);
    const headers = ['Upgrade', 'websocket', 'Connection', 'Upgrade'];
    expect(answer).toMatchObject({ upgraded: true, statusCode: 101, headers });
    expect(server.connections[0]?.received()).toBe(
      'GET /chat HTTP/1.1\r\nhost: example.com\r\nSec-WebSocket-Key: abc\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    if (answer.upgraded) answer.socket.write('hello');
    expect(await next(answer)).toBe('echo hello');
  });

  it.each([
    ['at once', (socket: Socket) => socket.write(`${switching}early words`)],
    [
      'byte by byte',
      (socket: Socket) => {
        for (const byte of `${switching}early words`) socket.write(byte);
      },
    ],
  ])('loses none of the words that come with the answer %s', async (_title, answer) => {
    await using server = await rawServer((socket) => {
      socket.setNoDelay();
      answer(socket);
    });
    const socket = await upgraded(server);
    let words = '';
    if (socket.upgraded) socket.socket.on('data', (bytes: Buffer) => (words += String(bytes)));
    await vi.waitFor(() => expect(words).toBe('early words'));
  });

  it('asks for a WebSocket when the headers do not say for what', async () => {
    await using server = await rawServer((socket) => socket.write(switching));
    await upgraded(server, { ...websocket, headers: [] });
    expect(server.connections[0]?.received()).toMatch(/\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n$/);
  });

  it('that the server refuses gives its answer whole', async () => {
    await using server = await rawServer((socket) => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\n');
      setImmediate(() => socket.write('not you'));
    });
    const answer = await upgraded(server);
    expect(answer).toMatchObject({ upgraded: false, statusCode: 403, headers: ['Content-Length', '7'] });
    expect(String(!answer.upgraded && answer.body)).toBe('not you');
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });

  it.each([
    ['closes', (socket: Socket) => socket.end(), 'The server closed the connection without a byte of an answer.'],
    ['answers with garbage', (socket: Socket) => socket.write('hello\n'), "The server's answer is no HTTP"],
    [
      'refuses without end',
      (socket: Socket) => socket.write(`HTTP/1.1 403 No\r\n\r\n${'x'.repeat(2 * 1024 * 1024)}`),
      "The server's answer is longer than 1048576 bytes.",
    ],
  ])('fails when the server %s', async (_title, answer, message) => {
    await using server = await rawServer(answer);
    await expect(upgraded(server)).rejects.toThrow(message);
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });

  it('is given up when its caller has enough', async () => {
    const enough = new AbortController();
    const reason = new Error('the function timed out');
    await using server = await rawServer(() => enough.abort(reason));
    await expect(upgraded(server, websocket, enough.signal)).rejects.toBe(reason);
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });

  it('that was given up before is not made', async () => {
    await using server = await rawServer(() => undefined);
    await expect(upgraded(server, websocket, AbortSignal.abort(new Error('no more')))).rejects.toThrow('no more');
    expect(server.connections.length).toBe(0);
  });

  it('gives away a connection that still ends with the instance', async () => {
    const instance = new AbortController();
    await using server = await rawServer((socket) => socket.write(switching));
    const answer = await upgraded(server, websocket, instance.signal);
    instance.abort(new Error('ended'));
    await vi.waitFor(() => expect(server.open()).toBe(0));
    expect(answer.upgraded && answer.socket.destroyed).toBe(true);
  });
});
