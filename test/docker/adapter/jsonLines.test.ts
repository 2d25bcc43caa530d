import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../../src/docker/jsonLines.ts';

async function valuesOf(...chunks: readonly (string | Buffer)[]): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) values.push(value);
  return values;
}

describe('JSON lines', () => {
  it('may be cut anywhere, also inside a letter', async () => {
    const whole = Buffer.from('{"stream":"你好"}\r\n{"stream":"b"}\n\n{"last":true}');
    for (let cut = 0; cut <= whole.length; cut++) {
      const values = await valuesOf(whole.subarray(0, cut), whole.subarray(cut));
      expect(values).toEqual([{ stream: '你好' }, { stream: 'b' }, { last: true }]);
    }
  });

  it('that are not JSON are an error, not silence', async () => {
    await expect(valuesOf('{"a":1}\n<html>\n')).rejects.toBeInstanceOf(SyntaxError);
  });
});
