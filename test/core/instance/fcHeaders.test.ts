import { describe, expect, it } from 'vitest';
import { fcHeaders, forwardedHeaders } from '../../../src/core/invocation/fcHeaders.ts';
import { testSpec } from '../../support/testSpec.ts';

describe("The platform's headers", () => {
  it('are these, the ones without a value sent empty', () => {
    const spec = testSpec({ memorySize: 1024, timeout: 3, region: 'cn-beijing' });
    expect(fcHeaders({ spec, requestId: '1-2-3-4', controlPath: '/invoke', accountId: '42' })).toEqual({
      'x-fc-request-id': '1-2-3-4',
      'x-fc-control-path': '/invoke',
      'x-fc-access-key-id': '',
      'x-fc-access-key-secret': '',
      'x-fc-security-token': '',
      'x-fc-function-name': 'hello',
      'x-fc-function-handler': 'index.handler',
      'x-fc-function-memory': '1024',
      'x-fc-function-timeout': '3',
      'x-fc-region': 'cn-beijing',
      'x-fc-account-id': '42',
      'x-fc-qualifier': 'LATEST',
      'x-fc-version-id': '',
      'x-fc-service-logproject': '',
      'x-fc-service-logstore': '',
      'x-fc-retry-count': '0',
    });
  });
});

describe("A client's headers", () => {
  it.each([
    ['Content-Type', true],
    ['Authorization', true],
    ['Accept-Encoding', true],
    ['Cookie', true],
    ['X-Fcx', true],
    ['X-Fc-Request-Id', false],
    ['x-fc-anything', false],
    ['Connection', false],
    ['Keep-Alive', false],
    ['Host', false],
    ['Content-Length', false],
    ['Transfer-Encoding', false],
    ['Upgrade', false],
  ])('%s reaches the function: %s', (name, reaches) => {
    expect(forwardedHeaders({ [name]: 'value' })).toEqual(reaches ? { [name.toLowerCase()]: 'value' } : {});
  });
});
