import { describe, expect, it } from 'vitest';
import { panelText } from '../../../src/core/log/panelText.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';

const time = new Date(2026, 10, 23, 19, 10, 1, 123);

function line(parts: Partial<LogLine>): LogLine {
  return { time, functionName: 'hello', source: 'stdout', text: '', ...parts };
}

describe('A line in the panel', () => {
  it('has its time of this place, its function and its text', () => {
    expect(panelText(line({ text: 'listening' }))).toBe('19:10:01.123 [hello] listening');
  });

  it('has its own time also within one second, and after it', () => {
    const times = [123, 123, 124, 1_005, 60_000, 122].map((ms) => new Date(2026, 10, 23, 19, 10, 1, ms));
    expect(times.map((at) => panelText(line({ time: at })).slice(0, 12))).toEqual([
      '19:10:01.123',
      '19:10:01.123',
      '19:10:01.124',
      '19:10:02.005',
      '19:11:01.000',
      '19:10:01.122',
    ]);
  });

  it('stands under the one it goes on from', () => {
    expect(panelText(line({ text: 'TypeError: no total' }))).toBe('19:10:01.123 [hello] TypeError: no total');
    expect(panelText(line({ text: '  at charge', continues: true }))).toBe('                       at charge');
  });

  it.each([
    ['colours', '\x1b[1;31mred\x1b[0m', 'red'],
    ['the cursor', '\x1b[2Kgone\x1b[1A', 'gone'],
    ['bells and zeroes', 'a\x07b\x00c\x7f', 'abc'],
    ['tabs, which stay', 'a\tb', 'a\tb'],
    ['other alphabets, which stay', 'Gruß 一 👋', 'Gruß 一 👋'],
  ])('is free of %s', (_what, text, shown) => {
    expect(panelText(line({ text }))).toBe(`19:10:01.123 [hello] ${shown}`);
  });

  it('is marked where this emulator says what the cloud does not', () => {
    const remark = 'Instance c-1 is frozen: nothing in it runs until the next call.';
    expect(panelText(line({ source: 'platform', text: remark }))).toBe(`19:10:01.123 [hello] · ${remark}`);
    for (const text of ['FC Invoke Start RequestId: 1', 'FC PreStop End RequestId: 1', 'Duration: 1.00 ms, Billed'])
      expect(panelText(line({ source: 'platform', text }))).toBe(`19:10:01.123 [hello] ${text}`);
    expect(panelText(line({ text: remark }))).toBe(`19:10:01.123 [hello] ${remark}`);
  });
});
