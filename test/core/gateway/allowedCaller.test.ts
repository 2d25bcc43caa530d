import { describe, expect, it } from 'vitest';
import { requireLocalName, requireNoForeignPage } from '../../../src/core/gateway/allowedCaller.ts';

describe('A host name', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:9000',
    'localhost',
    'LocalHost:1',
    'localhost.',
    'a.b.localhost:80',
    '[::1]',
    '[::1]:80',
  ])('of this machine is good: %s', (host) => requireLocalName(host, []));

  it.each([
    'evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    'evil.example:127.0.0.1',
    '[::2]',
    '127.0.0.1 ',
    '',
  ])('of any other is not: “%s”', (host) =>
    expect(() => requireLocalName(host, [''])).toThrow(`the host name '${host}' does not name this machine`),
  );

  it('may be allowed, whatever its port and case', () => {
    requireLocalName('Shop.Tunnel.example:8443', ['shop.tunnel.EXAMPLE']);
    expect(() => requireLocalName('tunnel.example', ['shop.tunnel.example'])).toThrow();
  });

  it('is not needed by programs that speak HTTP/1.0', () => requireLocalName(undefined, []));
});

describe('A caller of the API', () => {
  it('may be a program, which has no origin', () => requireNoForeignPage({ host: 'localhost' }));

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'https://localhost:1' },
    { origin: 'http://localhost:2' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('may not be a page of another origin: %j', (headers) => {
    expect(() => requireNoForeignPage({ host: 'localhost:1', ...headers })).toThrow('web pages may not call this API');
  });
});
