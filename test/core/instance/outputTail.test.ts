import { describe, expect, it } from 'vitest';
import { OutputTail } from '../../../src/core/instance/outputTail.ts';

const cases: readonly (readonly [title: string, chunks: readonly string[], expected: string])[] = [
  ['nothing', [], ''],
  ['everything while it is short', ['one\n', 'two\n'], 'one\ntwo'],
  ['everything that just fits, its first line too', ['one\ntwo\n3', '\n'], 'one\ntwo\n3'],
  ['whole lines of what is too long', ['zero\none\n', 'two\n'], 'one\ntwo'],
  ['the end of one line that is too long', ['0123456789', 'abc'], '3456789abc'],
  ['the end of one line that is too long and ended', ['0123456789abc\n'], '456789abc'],
  ['a character that was cut as a replacement', ['你好你好'], '\uFFFD好你好'],
];

describe('The tail of an output of ten bytes', () => {
  it.each(cases)('is %s', (_title, chunks, expected) => {
    const tail = new OutputTail(10);
    for (const chunk of chunks) tail.add(Buffer.from(chunk));
    expect(tail.text()).toBe(expected);
  });

  it('holds the 4 KB of the platform when it is not told otherwise', () => {
    const tail = new OutputTail();
    tail.add(Buffer.from(`${'x'.repeat(100)}\n`.repeat(100)));
    expect(tail.text().length).toBeGreaterThan(3900);
    expect(tail.text().length).toBeLessThanOrEqual(4096);
    expect(tail.text()).toMatch(/^x{100}\n/);
  });
});
