import { describe, expect, it } from 'vitest';
import type { InvocationRequest } from '../../../src/core/invocation/invocation.ts';
import { requireSendable } from '../../../src/core/invocation/requireSendable.ts';

type HttpRequest = Extract<InvocationRequest, { readonly mode: 'http' }>;

const get: HttpRequest = { mode: 'http', method: 'GET', path: '/', headers: [], body: new Uint8Array() };

const refused: readonly (readonly [changes: Partial<HttpRequest>, message: string])[] = [
  [{ method: 'CONNECT' }, '“CONNECT” is no method of an HTTP trigger.'],
  [{ method: '' }, '“” is no method of an HTTP trigger.'],
  [{ path: 'hello' }, '“hello” is not a path that can be requested.'],
  [{ path: '' }, '“” is not a path that can be requested.'],
  [{ path: '/a b' }, '“/a b” is not a path that can be requested.'],
  [{ path: '/你好' }, '“/你好” is not a path that can be requested.'],
  [{ path: '/a#b' }, '“/a#b” is not a path that can be requested.'],
  [{ path: '/\r\nx: y' }, '“/\r\nx: y” is not a path that can be requested.'],
  [{ headers: ['ok', '1', 'a b', 'c'] }, 'The header “a b” cannot be sent.'],
  [{ headers: ['greeting', 'a\r\nb: c'] }, 'The header “greeting” cannot be sent.'],
  [{ headers: ['greeting', '你好'] }, 'The header “greeting” cannot be sent.'],
];

describe('A request', () => {
  it.each(refused)('of %j is refused', (changes, message) => {
    expect(() => requireSendable({ ...get, ...changes })).toThrow(
      expect.objectContaining({ code: 'InvalidArgument', message, hint: expect.stringMatching(/\.$/) as string }),
    );
  });

  it('that can be sent is sent, an event whatever it holds', () => {
    expect(() => requireSendable(get)).not.toThrow();
    expect(() => requireSendable({ ...get, method: 'patch', path: '/%E4%BD%A0?a=[1]&b={}' })).not.toThrow();
    expect(() => requireSendable({ mode: 'event', body: Buffer.from([0, 255]) })).not.toThrow();
  });
});
