import { describe, expect, it } from 'vitest';
import type { LogConfig } from '../../../src/core/function/cloudConfig.ts';
import { beginsWithDate, joinsUndatedLines, OpenRecord } from '../../../src/core/log/recordRule.ts';

function logConfig(logBeginRule: LogConfig['logBeginRule']): LogConfig {
  const metrics = { enableRequestMetrics: true, enableInstanceMetrics: true, enableLlmMetrics: false };
  return { project: 'p', logstore: 'l', ...metrics, logBeginRule };
}

describe('Records', () => {
  it.each([
    ['no logConfig', {}, true],
    ['logConfig: auto', { logConfig: 'auto' as const }, true],
    ['DefaultRegex', { logConfig: logConfig('DefaultRegex') }, true],
    ['None', { logConfig: logConfig('None') }, false],
  ])('of several lines are there with %s: %j', (_, spec, joins) => {
    expect(joinsUndatedLines(spec)).toBe(joins);
  });

  it.each([
    '2023-10-23 15:43:19 hello',
    '[2023-10-23T15:43:19Z] hello',
    ' [2023-10-23]',
    '你好2023-10-23',
    '2023-10-23',
    '2023-1-23',
    '23-10-23 hello',
    '(at 2023-10-23)',
    '   2023-10-23',
    '\x1b[32m2023-10-23',
    '2023/10/23',
    '0000-00-0x',
    'hello',
    '',
  ])('begin where the platform’s own expression says: %j', (text) => {
    expect(beginsWithDate(text)).toBe(/^.{0,2}\d{4}-\d{2}-\d{2}/.test(text));
  });

  it('take lines without a date, from the first date on', () => {
    const record = new OpenRecord();
    expect(record.takes('early', 0)).toBe(false);
    record.begin('2023-10-23 boom', 'a', 0);
    expect([record.takes('  at main', 0), record.takes('  at run', 900), record.takes('done', 1800)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(record.requestId).toBe('a');
  });

  it('take no line a second later, and then none at all', () => {
    const record = new OpenRecord();
    record.begin('2023-10-23 boom', 'a', 0);
    expect(record.takes('somebody else', 1001)).toBe(false);
    expect(record.takes('somebody else', 1001)).toBe(false);
  });

  it('hold 32 KB', () => {
    const record = new OpenRecord();
    record.begin('x'.repeat(16_384), undefined, 0);
    expect(record.takes('é'.repeat(8_191), 0)).toBe(true); // with the line end: one byte is left
    expect(record.takes('y', 0)).toBe(false);
  });

  it('end with their request, and those of none with the start of one', () => {
    const record = new OpenRecord();
    record.begin('2023-10-23 boom', 'a', 0);
    record.closeOf(undefined);
    record.closeOf('b');
    expect(record.takes('more', 0)).toBe(true);
    record.closeOf('a');
    expect(record.takes('more', 0)).toBe(false);
  });
});
