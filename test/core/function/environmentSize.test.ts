import { describe, expect, it } from 'vitest';
import { environmentProblem, requireSmallEnvironment } from '../../../src/core/function/environmentSize.ts';
import { testSpec } from '../../support/testSpec.ts';

describe('The environment variables of a function', () => {
  it('may have 4 KB together, names and values', () => {
    expect(environmentProblem({})).toBeUndefined();
    expect(environmentProblem({ ONE: 'x'.repeat(2045), TWO: 'x'.repeat(2045) })).toBeUndefined();
    expect(environmentProblem({ ONE: 'x'.repeat(2045), TWO: 'x'.repeat(2046) })).toContain('4097 bytes');
  });

  it('are counted in bytes, not in characters', () => {
    expect(environmentProblem({ EURO: '€'.repeat(1400) })).toContain('4204 bytes');
  });

  it('are refused before there is a container, without telling what is in them', () => {
    const large = testSpec({ environmentVariables: { TOKEN: 'secret'.repeat(1000) } });
    expect(() => requireSmallEnvironment(large)).toThrow(
      expect.objectContaining({
        code: 'ConfigInvalid',
        message: expect.stringMatching(/^hello cannot start\. .*6005 bytes together; 4096 are allowed/) as string,
        hint: expect.not.stringContaining('secret') as string,
      }),
    );
    expect(() => requireSmallEnvironment(testSpec())).not.toThrow();
  });
});
