import { describe, expect, it } from 'vitest';
import { formatLogText, parseLogText } from '../../../src/core/log/logText.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';

const plain: LogLine = {
  time: new Date('2025-01-01T12:34:56.789Z'),
  functionName: 'hello',
  instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
  requestId: '1-65b764db-15eb737f-0c67ab5cd968',
  source: 'stdout',
  text: 'hello world',
};

describe('A line of a saved log', () => {
  it('says when, of which function, instance and request, from where, and what', () => {
    expect(formatLogText(plain)).toBe(
      '2025-01-01T12:34:56.789Z hello c-65b764db-15fa2aa8-bc50f7839399 1-65b764db-15eb737f-0c67ab5cd968 stdout hello world',
    );
  });

  it('has a dash for what is not there, and a plus when it goes on with the record before it', () => {
    const { time, functionName, text } = plain;
    expect(formatLogText({ time, functionName, source: 'build', text })).toBe(
      '2025-01-01T12:34:56.789Z hello - - build hello world',
    );
    expect(formatLogText({ ...plain, source: 'stderr', continues: true, text: '  at main' })).toMatch(
      / stderr\+ {3}at main$/,
    );
  });

  it.each<[string, Partial<LogLine>]>([
    ['of a call', {}],
    ['that is empty', { text: '' }],
    ['that begins and ends with spaces', { text: '  two  ' }],
    ['with colours, NUL and a progress bar', { text: '\x1b[31mred\x1b[0m \0 10%\r50%\r' }],
    ['with line separators of Unicode', { text: 'a\u2028b\u0085c' }],
    ['that looks like a saved line', { text: formatLogText(plain) }],
    ['that goes on with another', { continues: true }],
    ['of a request whose id a client made up', { requestId: 'my id, 100%\t-' }],
    ['of a request whose id is a dash', { requestId: '-' }],
    ['of a function with a name of another language', { functionName: '问候' }],
  ])('is read back as it was: %s', (_, changes) => {
    const line = { ...plain, ...changes };
    expect(parseLogText(formatLogText(line))).toEqual(line);
  });

  it('is read back when it has neither instance nor request', () => {
    const { time, functionName, text } = plain;
    const line: LogLine = { time, functionName, source: 'build', text };
    expect(parseLogText(formatLogText(line))).toEqual(line);
  });

  it('is told apart from the one before it in each of its parts', () => {
    const lines: readonly LogLine[] = [
      plain,
      { ...plain, time: new Date(0) },
      { ...plain, functionName: 'other' },
      { ...plain, instanceId: 'c-2' },
      { ...plain, requestId: '1-2' },
      { ...plain, source: 'platform' },
      { ...plain, continues: true },
      plain,
    ];
    expect(lines.map((line) => parseLogText(formatLogText(line)))).toEqual(lines);
  });

  it('stays one line whatever its text', () => {
    expect(parseLogText(formatLogText({ ...plain, text: 'one\ntwo' }))?.text).toBe('one two');
  });

  it('is found though an editor cut off the space at its end', () => {
    expect(parseLogText(formatLogText({ ...plain, text: '' }).trimEnd())).toEqual({ ...plain, text: '' });
  });

  it.each(['', 'hello', '2025-01-01 hello - - stdout text', '2025-99-01T12:34:56.789Z hello - - stdout text'])(
    'is not %j',
    (text) => {
      expect(parseLogText(text)).toBeUndefined();
    },
  );
});
