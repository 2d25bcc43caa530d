import { createReadStream } from 'node:fs';

const pieceBytes = 256 * 1024;

/** The lines of a file, as many at a time as one read gives; none when the file is gone. */
export async function* linesOf(file: string, bytes = Infinity): AsyncGenerator<readonly string[]> {
  if (bytes === 0) return;
  let rest = '';
  try {
    const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: pieceBytes, end: bytes - 1 });
    for await (const text of stream as AsyncIterable<string>) {
      const lines = text.split('\n');
      lines[0] = rest + (lines[0] ?? '');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (rest !== '') yield [rest];
}

/** The same lines as text, for a stream to a file. */
export async function* textOf(lines: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const some of lines) if (some.length > 0) yield `${some.join('\n')}\n`;
}
