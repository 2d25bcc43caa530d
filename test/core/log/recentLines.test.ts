import { describe, expect, it } from 'vitest';
import { RecentLines } from '../../../src/core/log/recentLines.ts';

type Recent = RecentLines<{ readonly text: string }>;

function recentLines(maxLines: number, maxChars: number): Recent {
  return new RecentLines({ lines: maxLines, chars: maxChars });
}

/** What is left of these lines: the texts, and how many went before them. */
function left(recent: Recent, ...texts: readonly string[]): readonly [dropped: number, ...texts: string[]] {
  for (const text of texts) recent.push({ text });
  const { lines, dropped } = recent.take();
  return [dropped, ...lines.map(({ text }) => text)];
}

describe('Recent lines', () => {
  it('are all there while there are few', () => {
    expect(left(recentLines(3, 100), 'a', 'b', 'c')).toEqual([0, 'a', 'b', 'c']);
  });

  it('are the newest of many, and the others are counted', () => {
    expect(left(recentLines(3, 100), 'a', 'b', 'c', 'd', 'e')).toEqual([2, 'c', 'd', 'e']);
  });

  it('are fewer when they are long', () => {
    expect(left(recentLines(10, 10), 'a', 'four', 'more', 'last')).toEqual([2, 'more', 'last']);
  });

  it('are one at least, whatever its length', () => {
    expect(left(recentLines(10, 10), 'a', 'b', 'x'.repeat(50))).toEqual([2, 'x'.repeat(50)]);
  });

  it('are fewer when fewer are wanted', () => {
    const recent = recentLines(5, 100);
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) recent.push({ text });
    expect(recent.take({ lines: 2, chars: 100 })).toEqual({ lines: [{ text: 'e' }, { text: 'f' }], dropped: 4 });
    for (const text of ['four', 'more', 'last']) recent.push({ text });
    expect(recent.take({ lines: 5, chars: 0 })).toEqual({ lines: [{ text: 'last' }], dropped: 2 });
  });

  it('begin anew after they were taken', () => {
    const recent = recentLines(3, 10);
    left(recent, 'aaaa', 'bbbb', 'cccc', 'dddd');
    expect(recent.isEmpty).toBe(true);
    expect(left(recent, 'eeee', 'ffff')).toEqual([0, 'eeee', 'ffff']);
    expect(left(recent)).toEqual([0]);
  });
});
