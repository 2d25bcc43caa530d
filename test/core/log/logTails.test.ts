import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/core/ports/logSink.ts';
import { LogTails } from '../../../src/core/log/logTails.ts';

const lineOf = (requestId: string | undefined, text: string): LogLine => ({
  time: new Date(0),
  functionName: 'hello',
  source: 'stdout',
  text,
  ...(requestId === undefined ? {} : { requestId }),
});

/** The tail of a call that printed these lines. */
function tailOf(...lines: readonly string[]): string | undefined {
  const tails = new LogTails();
  tails.keep('a');
  tails.begin('a', 'Start');
  for (const line of lines) tails.add([lineOf('a', line)]);
  tails.end('a', ['End', '', 'Duration']);
  return tails.text('a');
}

describe('The tail of a call', () => {
  it('has its lines from Start to the numbers, and no line end at the end', () => {
    expect(tailOf('one', '', 'two')).toBe('Start\none\n\ntwo\nEnd\n\nDuration');
  });

  it('is the last 4 KB, however long the lines are', () => {
    const end = '\nEnd\n\nDuration';
    for (const lines of [
      Array.from({ length: 10_000 }, (_, n) => String(n)),
      Array.from({ length: 10_000 }, () => ''),
      ['x'.repeat(32_768), 'y'],
      ['x'.repeat(4096), 'y'.repeat(4096), 'z'.repeat(4096)],
      ['x'.repeat(10_000)],
    ])
      expect(tailOf(...lines)).toBe(`Start\n${lines.join('\n')}${end}`.slice(-4096));
  });

  it('begins with a whole character', () => {
    const tails = ['.', '..'].map((dots) => tailOf('é'.repeat(5000), dots) ?? '');
    expect(tails.map((tail) => tail.replaceAll('é', ''))).toEqual(['\n.\nEnd\n\nDuration', '\n..\nEnd\n\nDuration']);
    expect(tails.map((tail) => Buffer.byteLength(tail))).toEqual([4096, 4095]); // where half an é would stand
  });

  it('has nothing that another call printed, or that came when it was over', () => {
    const tails = new LogTails();
    tails.keep('a');
    tails.begin('a', 'Start');
    tails.add([lineOf('b', 'of another'), lineOf(undefined, 'of nobody')]);
    tails.end('a', ['End']);
    tails.add([lineOf('a', 'late')]);
    tails.begin('b', 'Start b');
    tails.add([lineOf('b', 'of another')]);
    expect(tails.text('a')).toBe('Start\nEnd');
    expect(tails.text('b')).toBeUndefined();
  });

  it('is that of the last try', () => {
    const tails = new LogTails();
    for (const line of ['first', 'second']) {
      tails.keep('a');
      tails.begin('a', line);
      tails.end('a', []);
    }
    expect(tails.text('a')).toBe('second');
  });

  it('is forgotten when eight others were asked for', () => {
    const tails = new LogTails();
    const ids = Array.from({ length: 9 }, (_, n) => `call-${n}`);
    for (const id of ids) tails.keep(id);
    expect(ids.map((id) => tails.text(id))).toEqual([undefined, '', '', '', '', '', '', '', '']);
  });
});
