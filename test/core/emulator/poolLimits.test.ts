import { describe, expect, it } from 'vitest';
import { poolLimits } from '../../../src/core/emulator/poolLimits.ts';
import { defaultSettings } from '../../../src/core/emulator/settings.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const limitsOf = (changes: SpecChanges, settings = {}) =>
  poolLimits(testSpec(changes), { ...defaultSettings, ...settings });

describe('How many instances a function has', () => {
  it('is what the settings allow, with nothing kept', () => {
    expect(limitsOf({ instanceConcurrency: 20 }, { idleTimeoutSeconds: 7, freeze: true })).toEqual({
      maxInstances: 3,
      maxQueued: 100,
      minInstances: 0,
      idleMs: 7000,
      freeze: true,
      concurrency: 20,
    });
  });

  it('is no more than the function reserves for itself', () => {
    expect(limitsOf({ concurrencyConfig: { reservedConcurrency: 2 } }).maxInstances).toBe(2);
    expect(limitsOf({ concurrencyConfig: { reservedConcurrency: 9 } }).maxInstances).toBe(3);
  });

  it('is no less than the function keeps warm, as far as there may be so many', () => {
    const provisionConfig = { defaultTarget: 1, alwaysAllocateCPU: false, alwaysAllocateGPU: false };
    expect(limitsOf({ provisionConfig }).minInstances).toBe(1);
    expect(limitsOf({ provisionConfig, scalingConfig: { minInstances: 2 } }).minInstances).toBe(2);
    expect(limitsOf({ scalingConfig: { minInstances: 50 } }).minInstances).toBe(3);
  });

  it('never freezes one that always has its processor', () => {
    const provisionConfig = { defaultTarget: 1, alwaysAllocateCPU: true, alwaysAllocateGPU: false };
    expect(limitsOf({ provisionConfig }, { freeze: true }).freeze).toBe(false);
  });
});
