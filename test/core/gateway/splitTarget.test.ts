import { describe, expect, it } from 'vitest';
import { splitTarget } from '../../../src/core/gateway/splitTarget.ts';

describe('A request target', () => {
  it.each([
    ['/a%20b', '/a%20b', []],
    ['/a?', '/a', []],
    [
      '/a?b=c?d&e=%26',
      '/a',
      [
        ['b', 'c?d'],
        ['e', '&'],
      ],
    ],
  ])('%s is a path and a query', (target, path, query) => {
    const [foundPath, foundQuery] = splitTarget(target);
    expect([foundPath, [...foundQuery]]).toEqual([path, query]);
  });
});
