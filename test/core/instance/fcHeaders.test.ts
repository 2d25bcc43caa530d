import { describe, expect, it } from 'vitest';
import { fcHeaders, type FcIdentity } from '../../../src/core/instance/fcHeaders.ts';
import { joinedHeaders } from '../../../src/core/invocation/passedHeaders.ts';
import { FcCredentials } from '../../../src/core/ports/credentials.ts';
import { testSpec } from '../../support/testSpec.ts';

const identity: FcIdentity = {
  spec: testSpec({ memorySize: 1024, timeout: 3, region: 'cn-beijing' }),
  accountId: '42',
  credentials: undefined,
};

describe("The platform's headers", () => {
  it('are these, the ones without a value sent empty', () => {
    const headers = fcHeaders(identity, { requestId: '1-2-3-4', controlPath: '/invoke' });
    expect(joinedHeaders(headers)).toEqual({
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

  it('tell who called and how often it was tried, call by call', () => {
    const first = fcHeaders(identity, {
      requestId: '1',
      controlPath: '/http-invoke',
      qualifier: 'prod',
      retryCount: 2,
    });
    expect(joinedHeaders(first)).toMatchObject({
      'x-fc-qualifier': 'prod',
      'x-fc-retry-count': '2',
      'x-fc-control-path': '/http-invoke',
    });
    const second = fcHeaders(identity, { requestId: '2', controlPath: '/invoke' });
    expect(joinedHeaders(second)).toMatchObject({ 'x-fc-request-id': '2', 'x-fc-qualifier': 'LATEST' });
  });

  it("carry the credentials of the function's role, and where its log goes", () => {
    const credentials = new FcCredentials({
      accessKeyId: 'STS.1',
      accessKeySecret: 'secret',
      securityToken: 'token',
      origin: 'a role',
    });
    const logConfig = {
      project: 'p',
      logstore: 'l',
      enableRequestMetrics: true,
      enableInstanceMetrics: true,
      enableLlmMetrics: false,
      logBeginRule: 'None' as const,
    };
    const headers = fcHeaders(
      { spec: testSpec({ logConfig }), accountId: '42', credentials },
      { requestId: '1', controlPath: '/initialize' },
    );
    expect(joinedHeaders(headers)).toMatchObject({
      'x-fc-access-key-id': 'STS.1',
      'x-fc-access-key-secret': 'secret',
      'x-fc-security-token': 'token',
      'x-fc-service-logproject': 'p',
      'x-fc-service-logstore': 'l',
    });
  });
});
