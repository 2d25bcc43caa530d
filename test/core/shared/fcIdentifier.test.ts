import { expect, it } from 'vitest';
import { fcIdentifier } from '../../../src/core/shared/fcIdentifier.ts';

const random = (digits: number): string => '0123456789ab'.slice(0, digits);

it.each([
  ['1', new Date('2024-01-29T08:42:03.999Z'), '1-65b764db-01234567-0123456789ab'],
  ['c', new Date('2024-01-29T08:42:03.000Z'), 'c-65b764db-01234567-0123456789ab'],
  ['c', new Date(15_000), 'c-0000000f-01234567-0123456789ab'],
] as const)('An identifier %s of %s is written as the platform writes it', (prefix, now, expected) => {
  expect(fcIdentifier(prefix, now, random)).toBe(expected);
});
