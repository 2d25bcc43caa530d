import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ClientCall } from '../../../src/core/gateway/clientCall.ts';
import { ClientSink, type HeadRule } from '../../../src/core/gateway/clientSink.ts';
import { accessDenied, invalidArgument } from '../../../src/core/gateway/platformError.ts';
import { BadResponseError } from '../../../src/core/invocation/callerSink.ts';

const nothing = (): void => undefined;

/** A client that sees what is written to it at a time. */
function client(rule: HeadRule = () => []): {
  call: ClientCall;
  sink: ClientSink;
  writes: string[];
  isEnded: () => boolean;
} {
  const writes: string[] = [];
  const socket = new Duplex({
    read: nothing,
    write: (chunk: Buffer, _encoding, done) => {
      writes.push(chunk.toString('latin1'));
      done();
    },
    writev: (chunks, done) => {
      writes.push(chunks.map(({ chunk }) => (chunk as Buffer).toString('latin1')).join(''));
      done();
    },
  });
  const request = new IncomingMessage(new Socket());
  request.httpVersionMajor = request.httpVersionMinor = 1;
  const response = new ServerResponse(request);
  response.sendDate = false;
  response.assignSocket(socket as unknown as Socket);
  const call = new ClientCall(request, response, '1-0');
  Object.assign(socket, { destroySoon: () => socket.end() });
  return { call, sink: new ClientSink(call, rule), writes, isEnded: () => socket.writableEnded };
}

const turn = (): Promise<void> => new Promise(setImmediate);

const head = (...lines: string[]): string =>
  [
    'HTTP/1.1 200 OK',
    ...lines.slice(0, 1),
    'X-Fc-Request-Id: 1-0',
    ...lines.slice(1),
    'Connection: keep-alive',
    '',
    '',
  ].join('\r\n');

describe('An answer', () => {
  it('that is there at once goes out in one write, to the byte', async () => {
    const { sink, writes } = client();
    sink.head(200, ['Content-Length', '4'], nothing);
    sink.data(Buffer.from([0, 127, 128, 255]));
    sink.end([]);
    await turn();
    expect(writes).toEqual([`${head('Content-Length: 4')}\0\x7f\x80\xff`]);
  });

  it.each([1, 8 * 1024, 8 * 1024 + 1, 1024 * 1024])('of %i bytes arrives whole', async (bytes) => {
    const { sink, writes } = client();
    sink.head(200, ['Content-Length', String(bytes)], nothing);
    sink.data(Buffer.alloc(bytes, 'x'));
    sink.end([]);
    await turn();
    expect(writes).toEqual([head(`Content-Length: ${bytes}`) + 'x'.repeat(bytes)]);
  });

  it('that comes in parts is not held back', async () => {
    const { sink, writes } = client();
    sink.head(200, ['Content-Length', '4'], nothing);
    await turn();
    expect(writes).toEqual([head('Content-Length: 4')]);
    sink.data(Buffer.from('ab'));
    await turn();
    sink.data(Buffer.from('cd'));
    sink.end([]);
    await turn();
    expect(writes.join('')).toBe(`${head('Content-Length: 4')}abcd`);
    expect(writes.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    [200, ['Trailer', 'X-Sum', 'Content-Length', '2'], 'HTTP/1.1 200 OK'],
    [204, ['Trailer', 'X-Sum'], 'HTTP/1.1 204 No Content'],
  ] as const)('%d announces no trailers where there is no place for them', async (statusCode, headers, line) => {
    const { sink, writes } = client();
    sink.head(statusCode, headers, nothing);
    if (statusCode === 200) sink.data(Buffer.from('ok'));
    sink.end(['X-Sum', '1']);
    await turn();
    const written = writes.join('');
    expect(written.startsWith(line)).toBe(true);
    expect(written).not.toMatch(/trailer|x-sum/i);
  });

  it('brings its trailers', async () => {
    const { sink, writes } = client();
    sink.head(200, ['Trailer', 'X-Sum'], nothing);
    sink.data(Buffer.from('ab'));
    sink.end(['X-Sum', '7']);
    await turn();
    expect(writes.join('')).toMatch(/\r\n2\r\nab\r\n0\r\nX-Sum: 7\r\n\r\n$/);
  });

  it('leaves them out where HTTP has no place for them', async () => {
    const { sink, writes } = client();
    sink.head(200, ['Content-Length', '2'], nothing);
    sink.data(Buffer.from('ab'));
    sink.end(['X-Sum', '7']);
    await turn();
    expect(writes).toEqual([`${head('Content-Length: 2')}ab`]);
  });

  it('that breaks off ends the connection behind what came of it', async () => {
    const { sink, writes, isEnded } = client();
    sink.head(200, ['Content-Length', '4'], nothing);
    sink.data(Buffer.from('ab'));
    sink.broken();
    await turn();
    expect(writes).toEqual([`${head('Content-Length: 4')}ab`]);
    expect(isEnded()).toBe(true);
  });

  it('whose head cannot be written can be replaced by another one', async () => {
    const { sink, writes } = client();
    expect(() => sink.head(200, ['X-Smile', '☺'], nothing)).toThrow(BadResponseError);
    expect(() => sink.head(1000, [], nothing)).toThrow(BadResponseError);
    sink.head(502, ['Content-Length', '3'], nothing);
    sink.data(Buffer.from('bad'));
    sink.end([]);
    await turn();
    expect(writes.join('')).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[^]*\r\n\r\nbad$/);
  });

  it('has what the platform adds, or gives way to the answer of the platform', async () => {
    const added = client(() => ['X-Added', '1']);
    added.sink.head(200, ['Content-Length', '0'], nothing);
    added.sink.end([]);
    await turn();
    expect(added.writes).toEqual([head('Content-Length: 0', 'X-Added: 1')]);
    const refused = client(() => accessDenied('no'));
    refused.sink.head(200, [], nothing);
    refused.sink.data(Buffer.from('not for you'));
    refused.sink.end([]);
    await turn();
    expect(refused.writes.join('')).toMatch(/^HTTP\/1\.1 403 [^]*"Message":"no"/);
    expect(refused.writes.join('')).not.toContain('not for you');
  });

  it('comes too late when the client has been answered', async () => {
    const { call, sink, writes } = client();
    call.refuse(invalidArgument('too much'));
    sink.head(200, [], nothing);
    sink.data(Buffer.from('late'));
    sink.broken();
    sink.end([]);
    await turn();
    expect(writes.join('')).toMatch(/^HTTP\/1\.1 400 /);
    expect(writes.join('')).not.toContain('late');
  });
});
