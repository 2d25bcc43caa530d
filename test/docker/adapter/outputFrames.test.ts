import { describe, expect, it } from 'vitest';
import type { OutputChunk } from '../../../src/core/ports/containerEngine.ts';
import { OutputFrames } from '../../../src/docker/outputFrames.ts';

function frame(type: number, data: string | Buffer): Buffer {
  const body = Buffer.from(data);
  const header = Buffer.from([type, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** What comes out of these chunks, neighbours of one stream joined. */
function read(...chunks: readonly Buffer[]): readonly (readonly [stream: string, text: string])[] {
  const out: [OutputChunk['stream'], Buffer][] = [];
  const frames = new OutputFrames(({ stream, data }) => {
    const last = out.at(-1);
    if (last?.[0] === stream) last[1] = Buffer.concat([last[1], data]);
    else out.push([stream, Buffer.from(data)]);
  });
  for (const chunk of chunks) frames.push(chunk);
  return out.map(([stream, data]) => [stream, data.toString()]);
}

describe('Output frames', () => {
  it('become stdout and stderr, in order', () => {
    expect(read(Buffer.concat([frame(1, 'a'), frame(2, 'b'), frame(1, 'c')]))).toEqual([
      ['stdout', 'a'],
      ['stderr', 'b'],
      ['stdout', 'c'],
    ]);
  });

  it('may be cut anywhere, also inside a header', () => {
    const whole = Buffer.concat([frame(1, '你好'), frame(2, 'oops'), frame(1, '')]);
    for (let cut = 0; cut <= whole.length; cut++) {
      const cutOnce = read(whole.subarray(0, cut), whole.subarray(cut));
      expect(cutOnce).toEqual([
        ['stdout', '你好'],
        ['stderr', 'oops'],
      ]);
    }
    expect(read(...Array.from(whole, (byte) => Buffer.from([byte])))).toHaveLength(2);
  });

  it('carry the errors of the engine as stderr, and echoes of stdin not at all', () => {
    expect(read(frame(3, 'engine'), frame(0, 'typed'), frame(1, 'out'))).toEqual([
      ['stderr', 'engine'],
      ['stdout', 'out'],
    ]);
  });

  it('are not looked for in the raw output of a terminal', () => {
    expect(read(Buffer.from('hello from a tty\r\n'), frame(1, 'x'))[0]?.[1]).toMatch(/^hello from a tty\r\n/);
  });

  it('come a hundred thousand in one chunk without depth or delay', () => {
    const flood = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, 'x')));
    let count = 0;
    const started = performance.now();
    new OutputFrames(() => count++).push(flood);
    expect(count).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
