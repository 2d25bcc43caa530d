import { describe, expect, it } from 'vitest';
import { logDocument } from '../../../src/core/log/logDocument.ts';
import { formatLogText } from '../../../src/core/log/logText.ts';
import type { LogFilter } from '../../../src/core/log/savedLog.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';

const time = new Date(2026, 10, 23, 19, 10, 1, 123);
const own = { instanceId: 'c-1', requestId: '1-a' };

function line(text: string, parts: Partial<LogLine> = {}): LogLine {
  return { time, functionName: 'hello', source: 'stdout', text, ...parts };
}

/** The document of a saved log that has exactly these lines. */
function documentOf(lines: readonly LogLine[], filter: LogFilter): ReturnType<typeof logDocument> {
  const readLines = async function* (): AsyncGenerator<string> {
    for (const one of lines) yield await Promise.resolve(formatLogText(one));
  };
  return logDocument({ readLines }, filter);
}

describe('A document of the log', () => {
  it('of a function says so, and has its lines as the panel shows them', async () => {
    const document = await documentOf([line('one'), line('two', { continues: true })], { functionName: 'hello' });
    expect(document).toEqual({
      lines: 2,
      text: '# Log of hello, from 2026-11-23 on\n19:10:01.123 [hello] one\n                     two\n',
    });
  });

  it('of a request says whose it is', async () => {
    const { text } = await documentOf([line('one', own)], { requestId: '1-a' });
    expect(text.split('\n')[0]).toBe('# Log of request 1-a, hello on c-1, from 2026-11-23 on');
  });

  it('says when there is no line', async () => {
    expect(await documentOf([], { requestId: '1-a' })).toEqual({
      lines: 0,
      text: '# Log of request 1-a: no line yet\n',
    });
  });

  it('has the newest of very many lines, and says where the others are', async () => {
    const many = Array.from({ length: 100_005 }, (_, index) => line(String(index)));
    const { text, lines } = await documentOf(many, { functionName: 'hello' });
    const shown = text.split('\n');
    expect(lines).toBe(100_005);
    expect(shown[1]).toBe(
      '… 5 older lines are not shown here. “Function Compute: Save Log…” writes them all to a file.',
    );
    expect(shown[2]).toBe('19:10:01.123 [hello] 5');
    expect(shown).toHaveLength(100_003);
  });
});
