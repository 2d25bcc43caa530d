import { describe, expect, it } from 'vitest';
import { fcHeaders } from '../../../src/core/instance/fcHeaders.ts';
import { joinedHeaders } from '../../../src/core/invocation/passedHeaders.ts';
import { outgoingRequest } from '../../../src/core/invocation/outgoingRequest.ts';
import { testSpec } from '../../support/testSpec.ts';

const identity = { spec: testSpec(), accountId: '42', credentials: undefined };
const requestId = '1-2-3-4';
const body = Buffer.from('{"key":"value"}');

describe('The request a container receives', () => {
  it('is POST /invoke with the bytes of the event', () => {
    const request = outgoingRequest({ mode: 'event', body }, identity, requestId, {});
    expect(request).toMatchObject({ method: 'POST', path: '/invoke', body });
    expect(joinedHeaders(request.headers)).toEqual({
      'content-type': 'application/octet-stream',
      ...joinedHeaders(fcHeaders(identity, { requestId, controlPath: '/invoke' })),
    });
  });

  it("is the client's own for an HTTP trigger, and no client can pretend to be the platform", () => {
    const headers = ['Content-Type', 'text/plain', 'X-Fc-Request-Id', 'forged', 'X-Forwarded-For', '1.2.3.4'];
    const http = { mode: 'http', method: 'put', path: '/a%20b?c=1&c=2', headers, body } as const;
    const request = outgoingRequest(http, identity, requestId, {});
    expect(request).toMatchObject({ method: 'PUT', path: '/a%20b?c=1&c=2', body });
    expect(joinedHeaders(request.headers)).toEqual({
      'content-type': 'text/plain',
      ...joinedHeaders(fcHeaders(identity, { requestId, controlPath: '/http-invoke' })),
      'x-forwarded-for': '1.2.3.4, 127.0.0.1',
      'x-forwarded-proto': 'http',
    });
  });

  it('says which version was called, from where, and how often before', () => {
    const options = { qualifier: 'prod', clientIp: '10.0.0.9', retryCount: 1 };
    const http = { mode: 'http', method: 'GET', path: '/', headers: [], body: new Uint8Array() } as const;
    expect(joinedHeaders(outgoingRequest(http, identity, requestId, options).headers)).toMatchObject({
      'x-fc-qualifier': 'prod',
      'x-fc-retry-count': '1',
      'x-forwarded-for': '10.0.0.9',
    });
  });
});
