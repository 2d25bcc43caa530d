import { describe, expect, it } from 'vitest';
import { readFraming, readHeaderLine, readStatusLine } from '../../../src/core/instance/answerHead.ts';

describe('The first line of an answer', () => {
  it.each([
    ['HTTP/1.1 200 OK', 200, 1],
    ['HTTP/1.0 404 Not Found', 404, 0],
    ['HTTP/1.1 599', 599, 1],
  ])('%s', (line, statusCode, minorVersion) => {
    expect(readStatusLine(line)).toEqual({ statusCode, minorVersion });
  });

  it.each([
    '',
    'HTTP/2 200 OK',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000',
    'HTTP/1.1 000 No',
    'http/1.1 200 OK',
    ' HTTP/1.1 200',
  ])('is not %j', (line) => {
    expect(() => readStatusLine(line)).toThrow("The server's answer is no HTTP");
  });
});

describe('A line of a head', () => {
  const read = (...lines: string[]): string[] => {
    const headers: string[] = [];
    for (const line of lines) readHeaderLine(line, headers);
    return headers;
  };

  it('keeps spelling and order, and loses only the blanks around its value', () => {
    expect(read('X-B:  two words\t', 'x-a:1', 'X-B:', 'x-nbsp: \xa0')).toEqual(
      ['X-B', 'two words', 'x-a', '1', 'X-B', '', 'x-nbsp', '\xa0'], //
    );
  });

  it('goes on with the value of the line before when it begins with a blank', () => {
    expect(read('x-a: one', '  two')).toEqual(['x-a', 'one two']);
  });

  it.each(['no colon', ': nameless', 'a b: c', 'x : y', ' first: line', 'x-a: \0', 'x-a: \x7f', 'x-a: a\rb'])(
    'is not %j',
    (line) => {
      expect(() => read(line)).toThrow("The server's answer has a");
    },
  );
});

describe('The end of a body', () => {
  const framing = (headers: string[], method = 'GET', statusCode = 200, minorVersion = 1) =>
    readFraming(method, statusCode, { minorVersion, headers });

  it.each([
    ['the announced length', ['Content-Length', '12'], { body: 'sized', length: 12, keepAlive: true }],
    ['a length said twice', ['content-length', '3, 3', 'Content-Length', '3'], { body: 'sized', length: 3 }],
    ['the last chunk', ['Transfer-Encoding', 'Chunked'], { body: 'chunked', keepAlive: true }],
    [
      'the last chunk, whatever length is announced besides; nothing may follow then',
      ['content-length', '3', 'transfer-encoding', 'chunked'],
      { body: 'chunked', keepAlive: false },
    ],
    ['the end of the connection', ['content-type', 'text/html'], { body: 'untilClose', keepAlive: false }],
  ])('is %s', (_title, headers, expected) => {
    expect(framing(headers)).toMatchObject(expected);
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('is that of the head for %s with %i', (method, statusCode) => {
    expect(framing(['content-length', '12'], method, statusCode)).toEqual({ body: 'none', length: 0, keepAlive: true });
  });

  it('is that of the connection when HTTP/1.0 says chunked, which it does not know', () => {
    expect(framing(['transfer-encoding', 'chunked'], 'GET', 200, 0).body).toBe('untilClose');
  });

  it.each(['-1', '+1', '1.5', 'ten', '', '3, 4', '0x10', '9999999999999999'])(
    'is not known from the length %j',
    (length) => {
      expect(() => framing(['content-length', length])).toThrow('a Content-Length that is no length');
    },
  );

  it('is not known from two lengths', () => {
    expect(() => framing(['content-length', '3', 'content-length', '4'])).toThrow('a Content-Length that is no length');
  });

  it.each([['gzip'], ['gzip, chunked'], ['identity']])('is not known from the encoding %s', (encoding) => {
    expect(() => framing(['transfer-encoding', encoding])).toThrow('a Transfer-Encoding other than chunked');
  });
});

describe('A connection', () => {
  it.each([
    [1, [], true],
    [1, ['Connection', 'Close'], false],
    [1, ['connection', 'x-a', 'connection', 'close'], false],
    [0, [], false],
    [0, ['Connection', 'Keep-Alive'], true],
  ])('of HTTP/1.%i with %j is kept: %s', (minorVersion, connection, keepAlive) => {
    const headers = ['content-length', '2', ...connection];
    expect(readFraming('GET', 200, { minorVersion, headers }).keepAlive).toBe(keepAlive);
  });
});
