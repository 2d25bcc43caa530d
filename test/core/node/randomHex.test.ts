import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/node/randomHex.ts';

describe('Random hex digits', () => {
  it('are as many as asked for, and never the same again', () => {
    const seen = new Set<string>();
    for (let count = 0; count < 10_000; count++) {
      const digits = randomHex(8 + (count % 5));
      expect(digits).toMatch(/^[0-9a-f]+$/);
      expect(digits).toHaveLength(8 + (count % 5));
      seen.add(digits);
    }
    expect(seen.size).toBeGreaterThan(9990); // 8 digits may meet by chance
    expect(randomHex(20_000)).toMatch(/^[0-9a-f]{20000}$/);
  });
});
