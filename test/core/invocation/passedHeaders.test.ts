import { describe, expect, it } from 'vitest';
import {
  headerBytes,
  headerValue,
  joinedHeaders,
  passedRequestHeaders,
  passedResponseHeaders,
} from '../../../src/core/invocation/passedHeaders.ts';

describe("A client's headers", () => {
  it.each([
    ['Content-Type', true],
    ['Authorization', true],
    ['Accept-Encoding', true],
    ['Cookie', true],
    ['Host', true],
    ['Content-Length', true],
    ['TE', true],
    ['Trailer', true],
    ['X-Fcx', true],
    ['X-Fc-Request-Id', false],
    ['x-fc-anything', false],
    ['Connection', false],
    ['Keep-Alive', false],
    ['Transfer-Encoding', false],
    ['Upgrade', false],
    ['X-Forwarded-Proto', false],
  ])('%s reaches the function: %s', (name, reaches) => {
    const passed = passedRequestHeaders([name, 'value'], '10.0.0.9');
    expect(passed).toEqual([
      ...(reaches ? [name, 'value'] : []),
      ...['x-forwarded-for', '10.0.0.9', 'x-forwarded-proto', 'http'],
    ]);
  });

  it('keep their order, their spelling and their repetitions', () => {
    const sent = ['B', '1', 'a', '2', 'B', '3'];
    expect(passedRequestHeaders(sent, '10.0.0.9').slice(0, 6)).toEqual(sent);
  });

  it('say every hop they came over', () => {
    const passed = passedRequestHeaders(['X-Forwarded-For', '1.2.3.4, 5.6.7.8'], '10.0.0.9');
    expect(headerValue(passed, 'x-forwarded-for')).toBe('1.2.3.4, 5.6.7.8, 10.0.0.9');
  });
});

describe("A function's headers", () => {
  it.each([
    ['Content-Type', true],
    ['Set-Cookie', true],
    ['Content-Encoding', true],
    ['Content-Disposition', true],
    ['Trailer', true],
    ['Sec-WebSocket-Accept', true],
    ['X-Fc-Status', false],
    ['Connection', false],
    ['Keep-Alive', false],
    ['Date', false],
    ['Server', false],
    ['Upgrade', false],
    ['Transfer-Encoding', false],
  ])('%s reaches the client: %s', (name, reaches) => {
    expect(passedResponseHeaders([name, 'value'])).toEqual(reaches ? [name, 'value'] : []);
  });

  it('do not say that the answer is an attachment, and nothing else: that is for the platform to say', () => {
    expect(passedResponseHeaders(['Content-Disposition', 'attachment'])).toEqual([]);
    const named = ['Content-Disposition', 'attachment; filename="a.pdf"'];
    expect(passedResponseHeaders(named)).toEqual(named);
  });

  it('tell no length of an answer that comes in chunks', () => {
    expect(passedResponseHeaders(['Content-Length', '4'])).toEqual(['Content-Length', '4']);
    expect(passedResponseHeaders(['Content-Length', '9', 'Transfer-Encoding', 'chunked', 'A', '1'])).toEqual([
      'A',
      '1',
    ]);
  });

  it('are found in any case, the last one when there are several', () => {
    expect(headerValue(['X-Fc-Status', '200', 'x-fc-status', '404'], 'x-fc-status')).toBe('404');
    expect(headerValue(['A', '1'], 'b')).toBeUndefined();
  });

  it('are as long as they travel', () => {
    expect(headerBytes(['A', 'bc', 'De', ''])).toBe('A: bc\r\nDe: \r\n'.length);
  });

  it('are joined under one name', () => {
    expect(joinedHeaders(['A', '1', 'a', '2', 'B', '3'])).toEqual({ a: '1, 2', b: '3' });
  });
});
