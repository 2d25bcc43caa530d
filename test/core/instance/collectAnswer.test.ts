import { expect, it } from 'vitest';
import { collectAnswer } from '../../../src/core/instance/collectAnswer.ts';

const resume = (): void => undefined;

it('keeps an answer whole', () => {
  const { sink, answer } = collectAnswer();
  sink.head(201, ['X-Greeting', 'hi'], resume);
  expect([sink.data(Buffer.from('hello, ')), sink.data(Buffer.from('world'))]).toEqual([true, true]);
  sink.end([]);
  const { statusCode, headers, body } = answer();
  expect([statusCode, headers, String(body)]).toEqual([201, ['X-Greeting', 'hi'], 'hello, world']);
});

it('is nothing as long as nothing came', () => {
  expect(collectAnswer().answer()).toEqual({ statusCode: 0, headers: [], body: Buffer.alloc(0) });
});

it('takes no more than it may', () => {
  const { sink } = collectAnswer(10);
  sink.head(200, [], resume);
  expect(sink.data(Buffer.alloc(10))).toBe(true);
  expect(() => sink.data(Buffer.alloc(1))).toThrow("The server's answer is longer than 10 bytes.");
});
