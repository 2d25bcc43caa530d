import { expect, it } from 'vitest';
import { fcEnvironment } from '../../../src/core/function/fcEnvironment.ts';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { configFile, configWith } from './configText.ts';

const environmentOf = (props: string) =>
  fcEnvironment({
    spec: readFunctionSpecs(configFile, configWith(props)).specs[0]!,
    instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
    accountId: '1234567890123456',
  });

it('a container finds what the platform tells it, and no credentials', () => {
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

it('the function’s own variables come along, but cannot replace the platform’s', () => {
  const props = 'environmentVariables: { TZ: Asia/Shanghai, EMPTY: , FC_REGION: mars }';
  expect(environmentOf(props)).toMatchObject({ TZ: 'Asia/Shanghai', EMPTY: '', FC_REGION: 'cn-hangzhou' });
});
