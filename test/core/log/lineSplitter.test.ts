import { describe, expect, it } from 'vitest';
import { eachLine, LineSplitter, maxLineBytes } from '../../../src/core/log/lineSplitter.ts';

function linesOf(block: string): readonly string[] {
  const lines: string[] = [];
  eachLine(block, (line) => lines.push(line));
  return lines;
}

/** The lines of these chunks while they come, and what is left at the end. */
function split(...chunks: readonly (string | Uint8Array)[]): readonly (readonly string[])[] {
  const splitter = new LineSplitter();
  return [chunks.flatMap((chunk) => linesOf(splitter.push(Buffer.from(chunk as string)))), linesOf(splitter.end())];
}

function inPieces(text: string, bytes: number): readonly Uint8Array[] {
  const whole = Buffer.from(text);
  return Array.from({ length: Math.ceil(whole.length / bytes) }, (_, n) => whole.subarray(n * bytes, (n + 1) * bytes));
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
  ['line ends of Windows, cut in two', ['one\r\ntwo\r', '\nthree\r\n\r\n'], ['one', 'two', 'three', ''], []],
  ['a progress bar', ['10%\r50%\r100%\n'], ['10%\r50%\r100%'], []],
  ['colours and NUL', ['\x1b[31mred\x1b[0m\n\0\n'], ['\x1b[31mred\x1b[0m', '\0'], []],
  ['ASCII around other text', ['one\nzw', 'ei ä', 'ö', '\nthree\n'], ['one', 'zwei äö', 'three'], []],
  ['nothing', [''], [], []],
];

describe('Lines of an output', () => {
  it.each(cases)('%s', (_title, chunks, lines, rest) => {
    expect(split(...chunks)).toEqual([lines, rest]);
  });

  it.each([1, 2, 3, 5])('keep characters whole that arrive %d bytes at a time', (bytes) => {
    const text = '你好 é 𝒳 🎉';
    expect(split(...inPieces(`${text}\nplain\n`, bytes))).toEqual([[text, 'plain'], []]);
  });

  it('show binary as replacements and never throw', () => {
    const every = Uint8Array.from({ length: 256 }, (_, index) => index);
    const [lines, rest] = split(every, every, Uint8Array.of(0xe4, 0xbd)); // ends inside a character
    expect(lines?.length).toBe(2);
    expect(rest?.join()).toMatch(/\uFFFD$/);
  });

  it('show half a character where the next line begins, and that line', () => {
    expect(split(Uint8Array.of(0x61, 0xe4, 0xbd), '\nplain\n')).toEqual([['a\uFFFD', 'plain'], []]);
  });

  it('are given away without their end when somebody asks, and what follows is a line of its own', () => {
    const splitter = new LineSplitter();
    splitter.push(Buffer.from('sure? '));
    expect(linesOf(splitter.flush())).toEqual(['sure? ']);
    expect(linesOf(splitter.flush())).toEqual([]);
    expect(linesOf(splitter.push(Buffer.from('yes\n')))).toEqual(['yes']);
  });

  it.each([
    ['x', maxLineBytes, [maxLineBytes]],
    ['x', maxLineBytes + 1, [maxLineBytes, 1]],
    ['x', 3 * maxLineBytes, [maxLineBytes, maxLineBytes, maxLineBytes]],
    ['é', maxLineBytes / 2, [maxLineBytes]],
    ['é', maxLineBytes / 2 + 1, [maxLineBytes, 2]],
    ['你', 11_000, [maxLineBytes - 2, 33_000 - maxLineBytes + 2]], // 3 bytes each: 10,922 fit
  ])('are cut at 32 KB, between characters: of "%s" %d times', (character, count, expected) => {
    const line = character.repeat(count);
    for (const chunks of [
      [`${line}\n`],
      [line, '\n'],
      [`${line}\r\n`],
      [line, '\r', '\n'],
      inPieces(`${line}\n`, 999),
    ]) {
      const [lines] = split(...chunks);
      expect(lines?.map((piece) => Buffer.byteLength(piece))).toEqual(expected);
      expect(lines?.join('')).toBe(line);
    }
  });

  it('are cut between characters of four bytes', () => {
    const [lines] = split(`${'x'.repeat(maxLineBytes - 1)}🎉🎉\n`);
    expect(lines).toEqual(['x'.repeat(maxLineBytes - 1), '🎉🎉']);
  });

  it('are shown piece by piece while they have no end, so that memory stays bounded', () => {
    const splitter = new LineSplitter();
    const shown = Array.from({ length: 100 }, () => linesOf(splitter.push(Buffer.alloc(1000, 'x')))).flat();
    expect(shown.map((piece) => piece.length)).toEqual([maxLineBytes, maxLineBytes, maxLineBytes]);
    expect(linesOf(splitter.end()).map((piece) => piece.length)).toEqual([100_000 - 3 * maxLineBytes]);
  });
});
