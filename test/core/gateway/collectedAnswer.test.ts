import { describe, expect, it } from 'vitest';
import { CollectedAnswer } from '../../../src/core/gateway/collectedAnswer.ts';

describe('A collected answer', () => {
  it('is whole', () => {
    const answer = new CollectedAnswer();
    answer.head(200, []);
    for (const text of ['a', 'bc']) expect(answer.data(Buffer.from(text))).toBe(true);
    answer.end();
    expect(Buffer.from(answer.body).toString()).toBe('abc');
    expect([answer.isTooLarge, answer.isBroken]).toEqual([false, false]);
  });

  it('lets go of what is too large to be one', () => {
    const answer = new CollectedAnswer();
    const megabyte = Buffer.alloc(1024 * 1024);
    for (let count = 0; count < 32; count++) answer.data(megabyte);
    expect(answer.isTooLarge).toBe(false);
    answer.data(Buffer.from('x'));
    answer.data(Buffer.from('x'));
    expect([answer.isTooLarge, answer.body.byteLength]).toEqual([true, 0]);
  });

  it('knows that it broke off', () => {
    const answer = new CollectedAnswer();
    answer.broken();
    expect(answer.isBroken).toBe(true);
  });
});
