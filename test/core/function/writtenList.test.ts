import { describe, expect, it } from 'vitest';
import { listWritten } from '../../../src/core/function/writtenList.ts';

describe('a text where a list belongs', () => {
  it.each([
    ['["node", "server.js"]', '["node","server.js"]'],
    ['node server.js', '["node","server.js"]'],
    [' vsw-1 ', '["vsw-1"]'],
  ])('%j stands for %s', (text, list) => {
    expect(listWritten(text)).toBe(list);
  });

  it.each(['', '  ', '{"a":1}', '["node", 1]', 'sh -c "echo hello"', 'echo $HOME'])('%j may mean anything', (text) => {
    expect(listWritten(text)).toBeUndefined();
  });
});
