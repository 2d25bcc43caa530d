/**
 * The JSON values of a stream that holds one per line. Decodes across chunk edges: dockerode's `followProgress` decodes
 * each chunk by itself and breaks every letter that lies on an edge (measured).
 * @throws SyntaxError when a line is not JSON
 */
export async function* jsonLines(stream: NodeJS.ReadableStream): AsyncGenerator {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of stream) {
    const text = decoder.decode(chunk as Buffer, { stream: true });
    const [first = '', ...others] = text.split('\n');
    parts.push(first);
    for (const next of others) {
      const line = parts.join('');
      if (line.trim()) yield JSON.parse(line);
      parts = [next];
    }
  }
  const last = parts.join('') + decoder.decode();
  if (last.trim()) yield JSON.parse(last);
}
