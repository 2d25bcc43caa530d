import { expect, it } from 'vitest';
import { everySink } from '../../../src/core/log/everySink.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';

const line = (text: string): LogLine => ({ time: new Date(0), functionName: 'hello', source: 'stdout', text });

it('Every sink gets every line, in batches where it takes them', () => {
  const one: string[] = [];
  const many: string[][] = [];
  const sink = everySink(
    { write: ({ text }) => one.push(text) },
    { write: ({ text }) => many.push([text]), writeAll: (lines) => many.push(lines.map(({ text }) => text)) },
  );
  sink.write(line('a'));
  sink.writeAll?.([line('b'), line('c')]);
  expect(one).toEqual(['a', 'b', 'c']);
  expect(many).toEqual([['a'], ['b', 'c']]);
});
