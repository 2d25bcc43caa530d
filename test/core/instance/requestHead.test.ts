import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { OutgoingRequest } from '../../../src/core/instance/instanceClient.ts';
import { requestHead } from '../../../src/core/instance/requestHead.ts';

const nothing = new Uint8Array(0);
const bytes = new Uint8Array(4);

function head(changes: Partial<OutgoingRequest>, host = '172.17.0.2') {
  return requestHead({ method: 'GET', path: '/', headers: [], body: nothing, ...changes }, { host, port: 9000 });
}

describe("A request's head", () => {
  it('has the headers in their order and spelling, empty ones too', () => {
    const headers = ['X-B', '2', 'x-fc-version-id', '', 'Host', 'example.com', 'x-b', 'ümlaut'];
    expect(head({ method: 'PUT', path: '/a?b=%20', headers, body: bytes }).text).toBe(
      'PUT /a?b=%20 HTTP/1.1\r\nX-B: 2\r\nx-fc-version-id: \r\nHost: example.com\r\nx-b: ümlaut\r\ncontent-length: 4\r\n\r\n',
    );
  });

  it('names the server when the headers do not', () => {
    expect(head({}).text).toBe('GET / HTTP/1.1\r\nhost: 172.17.0.2:9000\r\n\r\n');
    expect(head({}, 'fd00::2').text).toBe('GET / HTTP/1.1\r\nhost: [fd00::2]:9000\r\n\r\n');
  });

  it.each([
    ['GET', nothing, undefined],
    ['HEAD', nothing, undefined],
    ['OPTIONS', nothing, undefined],
    ['DELETE', nothing, undefined],
    ['POST', nothing, '0'],
    ['PUT', nothing, '0'],
    ['PATCH', nothing, '0'],
    ['GET', bytes, '4'],
    ['DELETE', bytes, '4'],
    ['POST', bytes, '4'],
  ])('of %s with %j in memory says as its length: %s', (method, body, length) => {
    const { text } = head({ method, body, headers: ['Content-Length', '77', 'Transfer-Encoding', 'gzip', 'x-a', '1'] });
    expect(/content-length: (\d+)/i.exec(text)?.[1]).toBe(length);
    expect(text).not.toContain('77');
    expect(text).not.toContain('Transfer');
    expect(text).toContain('x-a: 1\r\n');
  });

  it('announces chunks for a stream', () => {
    const { text, length } = head({ method: 'POST', body: Readable.from([]), headers: ['transfer-encoding', 'gzip'] });
    expect(text).toBe('POST / HTTP/1.1\r\nhost: 172.17.0.2:9000\r\ntransfer-encoding: chunked\r\n\r\n');
    expect(length).toBeUndefined();
  });

  it('keeps the length a stream was announced with', () => {
    const { text, length } = head({ method: 'POST', body: Readable.from([]), headers: ['Content-Length', '12'] });
    expect(text).toBe('POST / HTTP/1.1\r\nhost: 172.17.0.2:9000\r\nContent-Length: 12\r\n\r\n');
    expect(length).toBe(12);
  });

  it('notices when the request wants the connection closed', () => {
    expect(head({ headers: ['Connection', 'Close'] }).close).toBe(true);
    expect(head({ headers: ['x-close', 'close'] }).close).toBe(false);
  });
});

describe('A request that would smuggle in another one', () => {
  it.each<[string, Partial<OutgoingRequest>]>([
    ['in its method', { method: 'GET / HTTP/1.1\r\nx-evil: 1\r\n\r\nGET' }],
    ['in its path', { path: '/ HTTP/1.1\r\nx-evil: 1' }],
    ['in a space of its path', { path: '/a b' }],
    ['in a letter of its path that is cut to a line feed', { path: '/\u010a' }],
    ['in no path', { path: '' }],
    ['in the name of a header', { headers: ['x-a: 1\r\nx-evil', '1'] }],
    ['in the value of a header', { headers: ['x-a', '1\r\nx-evil: 1'] }],
    ['in a letter of a value that is cut to a line feed', { headers: ['x-a', '\u010ax-evil: 1'] }],
    ['in a second length', { body: Readable.from([]), headers: ['content-length', '1', 'Content-Length', '1'] }],
    ['in its length', { body: Readable.from([]), headers: ['content-length', '1, 2'] }],
  ])('%s is refused', (_title, changes) => {
    expect(() => head(changes)).toThrow('The request has a');
  });
});
