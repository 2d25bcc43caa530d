import { expect, it } from 'vitest';
import { definedOnly } from '../../../src/core/function/definedOnly.ts';

it('what is absent is not there, and what is empty is', () => {
  const properties: { a?: string | undefined; b: number; c: null; d: string } = { a: undefined, b: 0, c: null, d: '' };
  expect(Object.entries(definedOnly(properties))).toEqual([
    ['b', 0],
    ['c', null],
    ['d', ''],
  ]);
});
