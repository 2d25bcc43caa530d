import { expect, it } from 'vitest';
import { logSinks } from '../../../src/core/log/logSinks.ts';
import type { LogLine, LogSink } from '../../../src/core/ports/logSink.ts';

function line(text: string): LogLine {
  return { time: new Date(0), functionName: 'hello', source: 'stdout', text };
}

it('Every sink gets every line in its order, in the way it takes lines', () => {
  const one: string[] = [];
  const many: string[] = [];
  const single: LogSink = { write: ({ text }) => one.push(text) };
  const batching: LogSink = {
    write: ({ text }) => many.push(text),
    writeAll: (lines) => many.push(lines.map(({ text }) => text).join('+')),
  };
  const all = logSinks(single, batching);
  all.write(line('a'));
  all.writeAll?.([line('b'), line('c')]);
  all.write(line('d'));
  expect(one).toEqual(['a', 'b', 'c', 'd']);
  expect(many).toEqual(['a', 'b+c', 'd']);
});
