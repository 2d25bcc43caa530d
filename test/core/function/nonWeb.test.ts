import { describe, expect, it } from 'vitest';
import { isNonWeb } from '../../../src/core/function/nonWeb.ts';
import { foundIn, specOf } from './configText.ts';

const withMode = (mode: string): string => `customContainerConfig:\n  image: shop/hello:v1\n  webServerMode: ${mode}`;

describe('A function whose image serves nothing', () => {
  it('is listed in the settings, by its own name or by that of its resource', () => {
    const spec = { ...specOf('functionName: nightly-report'), resource: 'report' };
    expect(isNonWeb(spec, ['nightly-report'])).toBe(true);
    expect(isNonWeb(spec, ['report'])).toBe(true);
    expect(isNonWeb(spec, ['hello'])).toBe(false);
    expect(isNonWeb(spec, [])).toBe(false);
  });

  it('says so as in Function Compute 2.0, which component fc3 does not know', () => {
    expect(isNonWeb(specOf(withMode('false')), [])).toBe(true);
    expect(isNonWeb(specOf(withMode('true')), [])).toBe(false);
    expect(foundIn(withMode('false'))).toEqual([
      ['unknown-property', 'webServerMode', expect.stringContaining('once for each event')],
    ]);
  });
});
