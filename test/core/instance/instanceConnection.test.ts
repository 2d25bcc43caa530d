import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnswerSink } from '../../../src/core/instance/answerSink.ts';
import { ClientExchange } from '../../../src/core/instance/clientExchange.ts';
import type { OutgoingRequest } from '../../../src/core/instance/instanceClient.ts';
import { InstanceConnection } from '../../../src/core/instance/instanceConnection.ts';
import { requestHead } from '../../../src/core/instance/requestHead.ts';
import { rawServer, type RawServer } from '../../support/rawServer.ts';
import { withResolvers } from '../../support/withResolvers.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A connection, and what its owner and a sink hear, in their order. */
function connect(server: RawServer) {
  const heard: string[] = [];
  const connection = new InstanceConnection(server.address, {
    idle: () => void heard.push('idle'),
    closed: () => void heard.push('closed'),
    lost: (exchange, error, stale) => {
      if (stale) heard.push('stale');
      exchange.fail(error);
    },
  });
  ends.push(() => connection.close());
  const send = (changes: Partial<OutgoingRequest> = {}, sink: Partial<AnswerSink> = {}): Promise<void> => {
    const request = { method: 'POST', path: '/', headers: [], body: new Uint8Array(0), ...changes };
    const exchange = new ClientExchange(request, requestHead(request, server.address), {
      head: (statusCode) => void heard.push(`head ${statusCode}`),
      data: (chunk) => heard.push(`data ${Buffer.from(chunk).toString()}`) > 0,
      end: () => void heard.push('end'),
      broken: () => void heard.push('broken'),
      ...sink,
    });
    connection.send(exchange);
    return exchange.done;
  };
  return { connection, heard, send };
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('A connection', () => {
  it('carries one request after the other', async () => {
    await using server = await rawServer((socket) => socket.write(ok));
    const { heard, send } = connect(server);
    await send();
    await send({ body: Buffer.from('hello') });
    expect(heard).toEqual(['head 200', 'data ok', 'idle', 'end', 'head 200', 'data ok', 'idle', 'end']);
    expect(server.connections[0]?.received()).toMatch(
      /content-length: 0\r\n\r\nPOST .*content-length: 5\r\n\r\nhello$/s,
    );
  });

  it('shows a sink bytes that stay what they are', async () => {
    await using server = await rawServer((socket, _request, nth) =>
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${nth === 1 ? 'first' : 'other'}`),
    );
    const { send } = connect(server);
    const kept: Uint8Array[] = [];
    for (let count = 0; count < 2; count++) await send({}, { data: (chunk) => kept.push(chunk) > 0 });
    expect(kept.map(String)).toEqual(['first', 'other'].map((text) => String(Buffer.from(text))));
  });

  it('makes the server wait while the sink has enough', async () => {
    const whole = 32 * 1024 * 1024;
    let sent = 0;
    await using server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${whole}\r\n\r\n`);
      const more = (): void => {
        while (sent < whole) {
          sent += 1024 * 1024;
          if (!socket.write(Buffer.alloc(1024 * 1024))) return void socket.once('drain', more);
        }
      };
      more();
    });
    const { send } = connect(server);
    const began = withResolvers<() => void>();
    let received = 0;
    let resume = (): void => undefined;
    let enough = true;
    const done = send(
      {},
      {
        head: (_statusCode, _headers, goOn) => void (resume = goOn),
        data: (chunk) => {
          received += chunk.length;
          began.resolve(resume);
          return !enough;
        },
      },
    );
    const goOn = await began.promise;
    await vi.waitFor(() => expect(server.connections[0]?.socket.writableNeedDrain).toBe(true));
    expect([received <= 64 * 1024, sent < whole]).toEqual([true, true]);
    enough = false;
    goOn();
    await done;
    expect(received).toBe(whole);
  });

  it('ignores a sink that lets an answer go on after its end', async () => {
    const [first, second] = [withResolvers<() => void>(), withResolvers()];
    await using server = await rawServer((socket, _request, nth) =>
      socket.write(
        nth === 1 ? ok : `HTTP/1.1 200 OK\r\nContent-Length: ${1024 * 1024}\r\n\r\n${'x'.repeat(1024 * 1024)}`,
      ),
    );
    const { send } = connect(server);
    await send({}, { head: (_statusCode, _headers, resume) => first.resolve(resume), data: () => false });
    let received = 0;
    void send({}, { data: (chunk) => ((received += chunk.length), second.resolve(undefined), false) }).catch(
      () => undefined,
    );
    await second.promise;
    const before = received;
    (await first.promise)();
    await new Promise((resolve) => setTimeout(resolve, 20)); // nothing is to happen
    expect(received).toBe(before);
  });
});

describe('A server that answers before it has read the body', () => {
  const tooLarge = 'HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!';
  const endless = (): Readable =>
    new Readable({
      read(size) {
        this.push(Buffer.alloc(size));
      },
    });

  it.each<[string, (socket: Socket) => void]>([
    ['keeps the connection', (socket) => socket.pause().write(tooLarge)],
    ['closes the connection', (socket) => socket.pause().end(tooLarge)],
    ['drops the connection', (socket) => socket.pause().write(tooLarge, () => socket.destroy())],
    ['resets the connection', (socket) => socket.pause().write(tooLarge, () => socket.resetAndDestroy())],
  ])('and %s is heard, and the upload stops', async (_title, answer) => {
    await using server = await rawServer(answer);
    for (let count = 0; count < 10; count++) {
      const { heard, send } = connect(server);
      const body = endless();
      await send({ body });
      expect(heard).toEqual(['head 413', 'data no!', 'closed', 'end']);
      expect([body.listenerCount('data'), body.isPaused(), body.destroyed]).toEqual([0, true, false]);
      body.destroy();
    }
    for (const { socket } of server.connections) socket.resume();
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });

  it('is heard, too, when the body is in memory', async () => {
    await using server = await rawServer((socket) => socket.pause().write(tooLarge));
    const { heard, send } = connect(server);
    await send({ body: Buffer.alloc(32 * 1024 * 1024) });
    expect(heard).toEqual(['head 413', 'data no!', 'closed', 'end']);
  });
});

describe('A request that does not come whole', () => {
  it('fails, and the server does not take it for whole', async () => {
    await using server = await rawServer(() => undefined);
    const { heard, send } = connect(server);
    const body = new Readable({ read: () => undefined });
    const done = send({ body });
    body.push('hello');
    await vi.waitFor(() => expect(server.connections[0]?.received()).toContain('hello'));
    body.destroy(new Error('the client went away'));
    await expect(done).rejects.toThrow('the client went away');
    await vi.waitFor(() => expect(server.open()).toBe(0));
    expect(server.connections[0]?.received()).not.toContain('\r\n0\r\n');
    expect(heard).toEqual(['closed']);
  });
});

describe('An answer that breaks off', () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning';

  it.each<[string, string, 'end' | 'reset' | 'stay', string, string[]]>([
    ['before a byte', '', 'end', 'The server closed the connection without a byte of an answer.', ['closed']],
    ['before a byte', '', 'reset', 'The server reset the connection without a byte of an answer.', ['closed']],
    [
      'in its head',
      'HTTP/1.1 200 OK\r\nCont',
      'end',
      "The server closed the connection in the middle of the answer's head.",
      ['closed'],
    ],
    [
      'in its body',
      half,
      'end',
      'The server closed the connection after 13 of the 100 bytes its Content-Length announced.',
      ['head 200', 'data the beginning', 'closed', 'broken'],
    ],
    [
      'in its body',
      half,
      'reset',
      'The server reset the connection after 13 of the 100 bytes its Content-Length announced.',
      ['head 200', 'data the beginning', 'closed', 'broken'],
    ],
    [
      'by a bad chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n',
      'stay',
      "The server's answer has a chunk whose size is no hexadecimal number.",
      ['head 200', 'data ok', 'closed', 'broken'],
    ],
    [
      'by being no HTTP',
      'hello world\n',
      'stay',
      'The server\'s answer is no HTTP: it begins with "hello world".',
      ['closed'],
    ],
    [
      'by going on',
      `${ok}!`,
      'stay',
      "The server's answer is longer than the 2 bytes its Content-Length announced.",
      ['head 200', 'data ok', 'closed', 'broken'],
    ],
    [
      'by a change of the protocol',
      'HTTP/1.1 101 Switching Protocols\r\n\r\n',
      'stay',
      'The server changed the protocol, and nobody had asked for it.',
      ['closed'],
    ],
  ])('%s (%j, then %s) is told in plain words', async (_where, answer, then, message, expected) => {
    await using server = await rawServer((socket) => {
      // a moment later: a reset overtakes what was written before
      const after = (): void => {
        if (then === 'end') socket.end();
        if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 20);
      };
      if (answer === '') after();
      else socket.write(answer, after);
    });
    const { heard, send } = connect(server);
    await expect(send()).rejects.toThrow(message);
    expect(heard).toEqual(expected);
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });

  it('because the sink does not want it fails with what the sink said, and is no broken answer', async () => {
    await using server = await rawServer((socket) => socket.write(ok));
    const { heard, send } = connect(server);
    const refusal = new Error('too many headers');
    const head = (): never => {
      throw refusal;
    };
    await expect(send({}, { head })).rejects.toBe(refusal);
    expect(heard).toEqual(['closed']);
  });

  it('has no end of its own when it has no length: the end of the connection is its end', async () => {
    await using server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\neverything'));
    const { heard, send } = connect(server);
    await send();
    expect(heard).toEqual(['head 200', 'data everything', 'closed', 'end']);
  });
});

describe('A connection that cannot be made', () => {
  it('says so in plain words', async () => {
    await using server = await rawServer(() => undefined);
    const nowhere = { ...server, address: { host: '255.255.255.255', port: 9000 } }; // nobody can connect to everybody
    const { heard, send } = connect(nowhere);
    await expect(send()).rejects.toThrow('The server could not be reached at 255.255.255.255:9000');
    expect(heard).toEqual(['closed']);
  });
});

describe('A connection the server had closed', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['in good order', (socket) => socket.end()],
    ['without ado', (socket) => socket.resetAndDestroy()],
  ])('%s, and that shows with the next request, is stale', async (_title, close) => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write(ok);
      else close(socket);
    });
    const { heard, send } = connect(server);
    await send();
    await expect(send()).rejects.toThrow('without a byte of an answer');
    expect(heard.slice(-2)).toEqual(['closed', 'stale']);
  });
});
