import { describe, expect, it } from 'vitest';
import { fcHeaders } from '../../../src/core/invocation/fcHeaders.ts';
import { outgoingRequest } from '../../../src/core/invocation/outgoingRequest.ts';
import { testSpec } from '../../support/testSpec.ts';

const call = { spec: testSpec(), requestId: '1-2-3-4', accountId: '42' };
const body = Buffer.from('{"key":"value"}');

describe('The request a container receives', () => {
  it('is POST /invoke with the bytes of the event', () => {
    expect(outgoingRequest({ mode: 'event', body }, call)).toEqual({
      method: 'POST',
      path: '/invoke',
      headers: { 'content-type': 'application/octet-stream', ...fcHeaders({ ...call, controlPath: '/invoke' }) },
      body,
    });
  });

  it("is the client's own for an HTTP trigger, and no client can pretend to be the platform", () => {
    const headers = { 'Content-Type': 'text/plain', 'X-Fc-Request-Id': 'forged', 'X-Forwarded-For': '1.2.3.4' };
    expect(outgoingRequest({ mode: 'http', method: 'put', path: '/a%20b?c=1&c=2', headers, body }, call)).toEqual({
      method: 'PUT',
      path: '/a%20b?c=1&c=2',
      headers: {
        'content-type': 'text/plain',
        ...fcHeaders({ ...call, controlPath: '/http-invoke' }),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      body,
    });
  });
});
