import { describe, expect, it } from 'vitest';
import { fcEnvironment, type FcEnvironmentOptions } from '../../../src/core/function/fcEnvironment.ts';
import { FcCredentials } from '../../../src/core/ports/credentials.ts';
import { specOf } from './configText.ts';

const environmentOf = (props: string, options: Partial<FcEnvironmentOptions> = {}): Record<string, string> =>
  fcEnvironment({
    spec: specOf(props),
    instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
    accountId: '1234567890123456',
    ...options,
  });

const credentials = new FcCredentials({
  accessKeyId: 'STS.id',
  accessKeySecret: 'secret',
  securityToken: 'token',
  origin: 'acs:ram::42:role/hello',
});

describe('A container', () => {
  it('finds what the platform tells it, and no credentials', () => {
    expect(environmentOf('')).toEqual({
      FC_ACCOUNT_ID: '1234567890123456',
      FC_REGION: 'cn-hangzhou',
      FC_FUNCTION_NAME: 'hello',
      FC_FUNCTION_HANDLER: 'handler',
      FC_FUNCTION_MEMORY_SIZE: '512',
      FC_CUSTOM_LISTEN_PORT: '9000',
      FC_INSTANCE_ID: 'c-65b764db-15fa2aa8-bc50f7839399',
      FC_CONTAINER_ID: 'c-65b764db-15fa2aa8-bc50f7839399',
      SIGMA_APP_NAME: 'fn-hello',
      KATA_CONTAINER: 'true',
    });
  });

  it('finds the function’s own variables too, but they cannot replace the platform’s', () => {
    const props = 'environmentVariables: { TZ: Asia/Shanghai, EMPTY: , FC_REGION: mars }';
    expect(environmentOf(props)).toMatchObject({ TZ: 'Asia/Shanghai', EMPTY: '', FC_REGION: 'cn-hangzhou' });
  });

  it('of a function with a role finds the credentials of that role, whatever s.yaml says', () => {
    const props = 'environmentVariables: { ALIBABA_CLOUD_ACCESS_KEY_ID: mine }';
    expect(environmentOf(props, { credentials })).toMatchObject({
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.id',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'token',
    });
    expect(environmentOf(props)).toMatchObject({ ALIBABA_CLOUD_ACCESS_KEY_ID: 'mine' });
  });

  it('that serves nothing is told no port', () => {
    expect(environmentOf('', { nonWeb: true })).not.toHaveProperty('FC_CUSTOM_LISTEN_PORT');
  });

  it('gets no environment the cloud would refuse', () => {
    const large = `environmentVariables: { LARGE: ${'x'.repeat(4096)} }`;
    expect(() => environmentOf(large)).toThrow(expect.objectContaining({ code: 'ConfigInvalid' }));
  });
});
