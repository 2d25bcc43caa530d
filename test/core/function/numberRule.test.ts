import { describe, expect, it } from 'vitest';
import { describeRule, keepsRule } from '../../../src/core/function/numberRule.ts';

const code = 'invalid-type';

describe('a rule for a number', () => {
  it.each([
    [{ least: 1, most: 8 }, 'a whole number from 1 to 8'],
    [{ least: 0, most: 10, unit: 'seconds' }, 'a whole number from 0 to 10 seconds'],
    [{ least: 0, unit: 'instances' }, 'a whole number, 0 or more instances'],
    [{ least: 128, most: 32768, step: 64, unit: 'MB' }, '128 to 32768 MB in steps of 64'],
    [{ least: 64, step: 64 }, '64 or more in steps of 64'],
  ])('%o says what it asks for: %s', (rule, said) => {
    expect(describeRule({ code, ...rule })).toBe(said);
  });

  it('holds at its limits, between them in its steps only, and without a limit for good', () => {
    const cpu = { code, least: 0.05, most: 16, step: 0.05 } as const;
    expect([0.05, 0.35, 0.15, 16].map((value) => keepsRule(value, cpu))).toEqual([true, true, true, true]);
    expect([0, 0.33, 16.05].map((value) => keepsRule(value, cpu))).toEqual([false, false, false]);
    expect([-1, 0, 0.5, 1e12].map((value) => keepsRule(value, { code, least: 0 }))).toEqual([false, true, false, true]);
  });
});
