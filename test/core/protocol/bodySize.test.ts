import { describe, expect, it } from 'vitest';
import { base64Size, fitsInBytes, utf8Size } from '../../../src/protocol/bodySize.ts';

const texts = ['', 'a', 'ab', 'abc', 'é', '中文', '🙂', '\ud800'];

describe('the size of a body', () => {
  it.each(texts)('counts %j as Node does', (text) => {
    expect(utf8Size(text)).toBe(Buffer.byteLength(text));
    expect(base64Size(Buffer.from(text).toString('base64'))).toBe(Buffer.byteLength(text));
  });

  it.each([
    ['abc', 3, true],
    ['abcd', 3, false],
    ['中', 3, true],
    ['中', 2, false],
    ['é'.repeat(3), 5, false],
    ['é'.repeat(3), 6, true],
  ] as const)('says whether %j fits in %i bytes', (text, limit, fits) => {
    expect(fitsInBytes(text, limit)).toBe(fits);
  });
});
