import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../src/core/log/lineSplitter.ts';

const limit = 32 * 1024;

/** The lines of these chunks while they come, and what is left at the end. */
function split(...chunks: readonly (string | Uint8Array)[]): readonly (readonly string[])[] {
  const splitter = new LineSplitter();
  return [chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk as string))), splitter.end()];
}

const cases: readonly (readonly [
  title: string,
  chunks: readonly string[],
  lines: readonly string[],
  rest: string[],
])[] = [
  ['whole lines', ['one\ntwo\n'], ['one', 'two'], []],
  ['a line in pieces', ['o', 'n', 'e\ntw', 'o\n'], ['one', 'two'], []],
  ['a line that is never ended', ['one\ntwo'], ['one'], ['two']],
  ['empty lines', ['\n\none\n\n'], ['', '', 'one', ''], []],
  ['line ends of Windows, cut in two', ['one\r\ntwo\r', '\nthree\r\n'], ['one', 'two', 'three'], []],
  ['a progress bar', ['10%\r50%\r100%\n'], ['10%\r50%\r100%'], []],
  ['nothing', [''], [], []],
];

describe('Lines of an output', () => {
  it.each(cases)('%s', (_title, chunks, lines, rest) => {
    expect(split(...chunks)).toEqual([lines, rest]);
  });

  it('keep characters whole that arrive byte by byte', () => {
    const text = '你好 é 𝒳 🎉\n';
    expect(split(...[...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toEqual([['你好 é 𝒳 🎉'], []]);
  });

  it('show binary as replacements and never throw', () => {
    const every = Uint8Array.from({ length: 256 }, (_, index) => index);
    const [lines, rest] = split(every, every, Uint8Array.of(0xe4, 0xbd)); // ends inside a character
    expect(lines?.length).toBe(2);
    expect(rest?.join()).toMatch(/\uFFFD$/);
  });

  it.each([
    [limit, [limit]],
    [limit + 1, [limit, 1]],
    [3 * limit, [limit, limit, limit]],
  ])('are cut at 32 KB: %d characters give %j', (length, expected) => {
    const line = 'x'.repeat(length);
    for (const chunks of [[`${line}\n`], [line, '\n'], [...line.match(/.{1,1000}/g)!, '\n']])
      expect(split(...chunks)[0]?.map((piece) => piece.length)).toEqual(expected);
  });

  it('are cut between characters, not inside one', () => {
    const [lines] = split(`${'x'.repeat(limit - 1)}🎉🎉\n`);
    expect(lines).toEqual(['x'.repeat(limit - 1), '🎉🎉']);
  });

  it('are shown piece by piece while they have no end, so that memory stays bounded', () => {
    const splitter = new LineSplitter();
    const shown = Array.from({ length: 100 }, () => splitter.push(Buffer.alloc(1000, 'x'))).flat();
    expect(shown.map((piece) => piece.length)).toEqual([limit, limit, limit]);
    expect(splitter.end().map((piece) => piece.length)).toEqual([100_000 - 3 * limit]);
  });
});
