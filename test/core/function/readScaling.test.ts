import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

describe('how many instances there are', () => {
  it('is nothing reserved and nothing kept unless it is written', () => {
    const props = 'concurrencyConfig: { reservedConcurrency: 0 }\nprovisionConfig: {}\nscalingConfig: {}';
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).toMatchObject({
      concurrencyConfig: { reservedConcurrency: 0 },
      provisionConfig: { defaultTarget: 0, alwaysAllocateCPU: false, alwaysAllocateGPU: false },
      scalingConfig: { minInstances: 0 },
    });
  });

  it.each([
    ['concurrencyConfig: {}', 'invalid-scaling', 'concurrencyConfig', 'reservedConcurrency is missing'],
    [
      'concurrencyConfig: { reservedConcurrency: -1 }',
      'invalid-scaling',
      '-1',
      'a whole number, 0 or more instances, not -1',
    ],
    ['concurrencyConfig: 5', 'invalid-type', '5', 'a map of properties'],
    ['provisionConfig: { defaultTarget: 10001 }', 'invalid-scaling', '10001', '0 to 10000 instances'],
    ['provisionConfig: { alwaysAllocateCPU: 1 }', 'invalid-type', '1', 'true or false'],
    ['scalingConfig: { minInstances: 0.5 }', 'invalid-scaling', '0.5', 'a whole number'],
  ])('is wrong with %s', (props, code, token, message) => {
    expect(foundIn(props)).toEqual([[code, token, expect.stringContaining(message)]]);
  });
});
