import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

describe('a call nobody waits for', () => {
  it('is made again and sent on as it is written', () => {
    const props = `
asyncInvokeConfig:
  maxAsyncRetryAttempts: 0
  destinationConfig: { onSuccess: { destination: acs:fc:cn-hangzhou::functions/next }, onFailure: {} }`;
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props).asyncInvokeConfig).toEqual({
      maxAsyncRetryAttempts: 0,
      maxAsyncEventAgeInSeconds: 18000,
      asyncTask: false,
      qualifier: 'LATEST',
      destinationConfig: { onSuccess: { destination: 'acs:fc:cn-hangzhou::functions/next' } },
    });
  });

  it.each([
    ['{ maxAsyncRetryAttempts: 9 }', 'invalid-async-invoke-config', '9', '0 to 8'],
    ['{ maxAsyncRetryAttempts: "3" }', 'invalid-async-invoke-config', '"3"', 'without quotes'],
    ['{ maxAsyncEventAgeInSeconds: 0 }', 'invalid-async-invoke-config', '0', '1 to 2592000 seconds'],
    ['{ maxAsyncEventAgeInSeconds: 2592001 }', 'invalid-async-invoke-config', '2592001', '1 to 2592000 seconds'],
    ['{ asyncTask: on }', 'invalid-type', 'on', 'true or false'],
    ['{ qualifier: 1 }', 'invalid-async-invoke-config', '1', 'with quotes'],
    ['{ destinationConfig: { onFailure: topic } }', 'invalid-type', 'topic', 'a map of properties'],
    ['{ destinationConfig: { onFailure: { destination: [] } } }', 'invalid-async-invoke-config', '[]', 'must be text'],
  ])('is wrong with %s', (config, code, token, message) => {
    const props = `asyncInvokeConfig: ${config}`;
    expect(foundIn(props)).toEqual([[code, token, expect.stringContaining(message)]]);
  });
});
