import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requireSignature, type SignedRequest } from '../../../src/core/gateway/signature.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { gatewaySettings } from './testGateway.ts';

const now = new Date('2025-01-01T00:00:00Z');
const clock = new FakeClock(now);
const settings = () => ({ ...gatewaySettings, checkSignatures: true });

const check = (request: SignedRequest, signsQuery = true): void =>
  requireSignature(request, { settings, clock }, { signsQuery });

/** As the documentation of HTTP triggers shows it: the date is signed, the body and the host are not. */
function documented(url: string, secret = 'secret', date = now, signed = url): SignedRequest {
  const [path = '', query = ''] = signed.split('?');
  const headers = { 'x-acs-date': date.toISOString(), 'x-acs-security-token': '' };
  const lines = `x-acs-date:${headers['x-acs-date']}\nx-acs-security-token:\n`;
  const canonical = ['POST', path, query, lines, 'x-acs-date;x-acs-security-token', ''].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const signature = createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${digest}`).digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=local,SignedHeaders=x-acs-date;x-acs-security-token,Signature=${signature}`;
  return { method: 'POST', url, headers: { ...headers, authorization } };
}

/** As clients of Function Compute 2.0 do. */
function formerly(url: string, resource: string, more: Record<string, string> = {}): SignedRequest {
  const headers = { date: now.toUTCString(), 'content-type': 'text/plain', ...more };
  const fc = Object.entries(more)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('');
  const text = `GET\n\ntext/plain\n${headers.date}\n${fc}${resource}`;
  const signature = createHmac('sha256', 'secret').update(text).digest('base64');
  return { method: 'GET', url, headers: { ...headers, authorization: `FC local:${signature}` } };
}

const anonymous = (headers: SignedRequest['headers']): SignedRequest => ({ method: 'GET', url: '/', headers });

const failing = (request: SignedRequest): unknown => {
  try {
    check(request);
  } catch (error) {
    return error;
  }
  return 'let in';
};

describe('A signature', () => {
  it('is not looked at unless the settings say so', () => {
    requireSignature(anonymous({}), { settings: () => gatewaySettings, clock }, { signsQuery: true });
  });

  it.each(['/hello?foo=bar', '/', '/a%20b?a=1&b=2'])('made as documented is good: %s', (url) => check(documented(url)));

  it.each([
    ['/%7Euser', '/~user'],
    ['/a+b*c$d', '/a%20b%2Ac%24d'],
    ['/?b=2&a=x+y!*', '/?a=x%20y%21%2A&b=2'],
  ])('is made of what the address means: %s', (url, signed) => check(documented(url, 'secret', now, signed)));

  it.each([
    ['of an HTTP call, with its query', formerly('/list?b=2&a=1', '/list\na=1\nb=2'), true],
    ['of an HTTP call without a query', formerly('/list', '/list\n'), true],
    ['of the API', formerly('/2016-08-15/services', '/2016-08-15/services'), false],
    ['with headers of its own', formerly('/', '/\n', { 'x-fc-account-id': '1', 'x-fc-log-type': 'Tail' }), true],
    ['of a path that was decoded', formerly('/a%20b', '/a b\n'), true],
  ])('made as formerly is good: %s', (_what, request, signsQuery) => check(request, signsQuery));

  it.each([
    ['no date', anonymous({}), 400, 'MissingRequiredHeader', 'required HTTP header Date was not specified'],
    ['nothing signed', anonymous({ date: now.toUTCString() }), 400, 'InvalidArgument', "invalid authorization ''"],
    [
      'another scheme, whose secret is not repeated',
      anonymous({ date: now.toUTCString(), authorization: 'Bearer abc' }),
      400,
      'InvalidArgument',
      "invalid authorization 'Bearer'",
    ],
    [
      'a time too long ago',
      documented('/', 'secret', new Date('2024-12-31T23:44:59Z')),
      403,
      'AccessDenied',
      "the difference between the request time 'Tue, 31 Dec 2024 23:44:59 GMT' and the current time " +
        "'Wed, 01 Jan 2025 00:00:00 GMT' is too large",
    ],
    [
      'no time',
      anonymous({ date: 'soon', authorization: 'FC local:abc=' }),
      400,
      'InvalidArgument',
      "invalid date 'soon'",
    ],
    [
      'somebody else’s key',
      anonymous({ date: now.toUTCString(), authorization: 'FC other:abc=' }),
      403,
      'InvalidAccessKeyID',
      "invalid access key ID 'other'",
    ],
    [
      'another secret',
      documented('/', 'wrong'),
      403,
      'SignatureNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your access key and signing method',
    ],
    ['another method', { ...documented('/'), method: 'GET' }, 403, 'SignatureNotMatch', expect.any(String)],
    ['another path', { ...documented('/'), url: '/admin' }, 403, 'SignatureNotMatch', expect.any(String)],
    ['another query', { ...documented('/?a=1'), url: '/?a=2' }, 403, 'SignatureNotMatch', expect.any(String)],
  ])('is refused: %s', (_what, request, statusCode, code, message) => {
    expect(failing(request)).toMatchObject({ statusCode, code, message: message as string });
  });

  it('may be 15 minutes old, or ahead', () => {
    check(documented('/', 'secret', new Date('2024-12-31T23:45:00Z')));
    check(documented('/', 'secret', new Date('2025-01-01T00:15:00Z')));
    expect(failing(documented('/', 'secret', new Date('2025-01-01T00:15:01Z')))).toMatchObject({ statusCode: 403 });
  });
});
