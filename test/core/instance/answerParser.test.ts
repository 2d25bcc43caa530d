import { describe, expect, it } from 'vitest';
import { AnswerParser } from '../../../src/core/instance/answerParser.ts';

interface Parsed {
  readonly parser: AnswerParser;
  readonly heads: (readonly [number, readonly string[]])[];
  readonly body: () => string;
  /** Bytes left over. */
  readonly left: number;
}

/** Feeds an answer in pieces of so many bytes. */
function parse(answer: string, { method = 'GET', pieces = Infinity } = {}): Parsed {
  const heads: (readonly [number, readonly string[]])[] = [];
  let body = '';
  const parser = new AnswerParser({
    head: (statusCode, headers) => heads.push([statusCode, headers]),
    data: (part) => (body += part.toString('latin1')),
  });
  parser.begin(method);
  const bytes = Buffer.from(answer, 'latin1');
  let at = 0;
  while (at < bytes.length && !parser.complete) {
    const piece = bytes.subarray(at, at + Math.min(pieces, bytes.length));
    const taken = parser.feed(piece);
    at += taken;
    if (taken < piece.length) break;
  }
  return { parser, heads, body: () => body, left: bytes.length - at };
}

const chunked = [
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n',
  'HTTP/1.1 201 Created\r\nX-Greeting: hi\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n',
  '5\r\nhello\r\n',
  '00000C;name="value"\r\n, beautiful \r\n',
  '5 \r\nworld\r\n',
  '0\r\nX-Checksum: abc\r\n\r\n',
].join('');

describe('An answer', () => {
  it.each([Infinity, 1, 2, 3, 7])('is read whole in pieces of %d bytes', (pieces) => {
    const { parser, heads, body } = parse(chunked, { pieces });
    const headers = ['X-Greeting', 'hi', 'Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'Transfer-Encoding', 'chunked'];
    expect(heads).toEqual([[201, headers]]);
    expect(body()).toBe('hello, beautiful world');
    expect([parser.complete, parser.keepAlive, parser.trailers]).toEqual([true, true, ['X-Checksum', 'abc']]);
  });

  it.each([Infinity, 1])(
    'may come from a server that ends its lines with LF alone, in pieces of %d bytes',
    (pieces) => {
      const answer = 'HTTP/1.1 200 OK\nContent-Length: 8\n\n\r\n\r\nbody';
      const { parser, heads, body } = parse(answer, { pieces });
      expect([heads, body(), parser.complete]).toEqual([[[200, ['Content-Length', '8']]], '\r\n\r\nbody', true]);
    },
  );

  it.each([Infinity, 1])('without a length goes on to the end of the connection, in pieces of %d bytes', (pieces) => {
    const { parser, body } = parse('HTTP/1.0 200 OK\r\n\r\neverything', { pieces });
    expect(parser.complete).toBe(false);
    expect(parser.end()).toBeUndefined();
    expect([body(), parser.complete, parser.keepAlive]).toEqual(['everything', true, false]);
  });

  it('with the length 0 is complete with its head', () => {
    expect(parse('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n').parser.complete).toBe(true);
  });

  it('is followed by the next one on the same connection', () => {
    const { parser, heads, body } = parse(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-sum: 3\r\n\r\n',
    );
    parser.begin('GET');
    expect([parser.complete, parser.began]).toEqual([false, false]);
    parser.feed(Buffer.from('HTTP/1.1 404 No\r\ncontent-length: 3\r\n\r\nno!'));
    expect([heads[1], body(), parser.complete, parser.trailers]).toEqual([
      [404, ['content-length', '3']],
      'okno!',
      true,
      [],
    ]);
  });
});

describe('Bytes behind an answer', () => {
  it.each([
    ['content-length: 5', 'hello', 'is longer than the 5 bytes its Content-Length announced'],
    ['transfer-encoding: chunked', '5\r\nhello\r\n0\r\n\r\n', 'goes on behind its end'],
  ])('are left over after %s, and named', (header, body, meaning) => {
    const { parser, left } = parse(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body} world`);
    expect([parser.complete, left]).toEqual([true, 6]);
    expect(parser.surplus).toContain(meaning);
  });

  it('are no harm where there may be no body', () => {
    const { parser, left } = parse('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello', { method: 'HEAD' });
    expect([parser.complete, left, parser.surplus]).toEqual([true, 5, undefined]);
  });
});

describe('A connection that ends', () => {
  it.each([
    ['', 'without a byte of an answer'],
    ['HTTP/1.1 200 OK\r\nContent-Le', "in the middle of the answer's head"],
    ['HTTP/1.1 100 Continue\r\n\r\n', "in the middle of the answer's head"],
    [
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning',
      'after 13 of the 100 bytes its Content-Length announced',
    ],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel',
      "in the middle of the answer's body, after 3 bytes",
    ],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      "in the middle of the answer's body, after 5 bytes",
    ],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', "in the middle of the answer's body, after 0 bytes"],
  ])('after %j cuts the answer short', (answer, where) => {
    expect(parse(answer).parser.end()).toBe(where);
  });
});

describe('What is no answer', () => {
  it.each([
    ['SSH-2.0-OpenSSH_9.2\r\n', 'is no HTTP: it begins with "SSH-2.0-OpenSSH_9.2"'],
    ['HTTP/1.1 200 OK\r\nX-Bad\r\n\r\n', 'has a line in its head that is no header'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'has a chunk whose size is no hexadecimal number'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\n', 'has a chunk whose size is no hexadecimal number'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n', 'has a chunk whose size is no hexadecimal number'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n', 'has a chunk whose size'],
    [
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello world\r\n',
      'a chunk that is longer than its announced size',
    ],
  ])('%j', (answer, message) => {
    expect(() => parse(answer)).toThrow(message);
    expect(() => parse(answer, { pieces: 1 })).toThrow(message);
  });

  it.each([
    ['in many lines', '', 'x-a: 1\r\n'],
    ['in one line', '', 'x'],
    ['in one line after another', '', 'x-a: 1\r\n x'],
    ['in the lines between chunks', 'transfer-encoding: chunked\r\n\r\n5;', 'x'],
    ['in trailers', 'transfer-encoding: chunked\r\n\r\n0\r\n', 'x-a: 1\r\n'],
    ['in answers before the answer', 'x: 1\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nx: 1\r\n\r\n', '103 Early Hints'],
  ])('a head without end %s', (_title, before, endless, status = '200 OK') => {
    const parser = new AnswerParser({ head: () => undefined, data: () => undefined });
    parser.begin('GET');
    let bytes = parser.feed(Buffer.from(`HTTP/1.1 ${status}\r\n${before}`));
    const more = Buffer.from(endless.repeat(1000));
    expect(() => {
      while (bytes < 1024 * 1024) bytes += parser.feed(more);
    }).toThrow("The server's answer has a head of more than 256 KB.");
  });

  it('however long its answer is, is the answer of a server that sends many small chunks', () => {
    const { parser, body } = parse(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(100_000)}0\r\n\r\n`,
    );
    expect([parser.complete, body().length]).toEqual([true, 100_000]);
  });
});
