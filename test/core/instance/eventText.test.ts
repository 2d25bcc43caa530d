import { describe, expect, it } from 'vitest';
import { eventVariable, mostEventBytes, requireEventText } from '../../../src/core/instance/eventText.ts';

const refusalOf = (event: Uint8Array): string => {
  try {
    requireEventText(event);
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'taken';
};

describe('The event of an image that serves nothing', () => {
  it.each(['', '{"id":12345678901234567890}', 'two\nlines', '生产', '\uFEFFmarked'])('is %j to the byte', (text) => {
    expect(requireEventText(Buffer.from(text))).toBe(text);
  });

  it.each<[string, Uint8Array]>([
    ['is not UTF-8 text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff])],
    ['contains a zero byte', Buffer.from('a\0b')],
  ])('is refused when it %s', (problem, event) => {
    expect(refusalOf(event)).toBe(`InvalidArgument: The event ${problem}.`);
  });

  it('is as long as one variable of the environment can be', () => {
    expect(eventVariable.length + '='.length + mostEventBytes + 1).toBe(128 * 1024);
    expect(refusalOf(Buffer.alloc(mostEventBytes, 'x'))).toBe('taken');
    expect(refusalOf(Buffer.alloc(mostEventBytes + 1, 'x'))).toContain(`has ${mostEventBytes + 1} bytes`);
  });
});
