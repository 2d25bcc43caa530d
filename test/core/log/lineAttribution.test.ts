import { describe, expect, it } from 'vitest';
import { LineAttribution } from '../../../src/core/log/lineAttribution.ts';

const a = '1-65b764db-15eb737f-00000000000a';
const b = '1-65b764db-15eb737f-00000000000b';
const time = new Date('2025-01-01T00:00:00Z');

function attribution(...requestIds: readonly string[]): LineAttribution {
  const lines = new LineAttribution({ functionName: 'hello', instanceId: 'c-1' }, true);
  for (const requestId of requestIds) lines.started(requestId);
  return lines;
}

function ownersOf(lines: LineAttribution, block: string, later = 0): readonly (string | undefined)[] {
  const at = new Date(time.getTime() + later);
  return lines
    .linesOf('stdout', block, at)
    .map(({ requestId, continues }) => (continues ? '+' : '') + String(requestId));
}

describe('The lines of a container', () => {
  it('are plain values that have what is known of them, and nothing else', () => {
    const common = { time, functionName: 'hello', instanceId: 'c-1' };
    expect(attribution().linesOf('stderr', '2025-01-01 one\ntwo\n', time)).toStrictEqual([
      { ...common, source: 'stderr', text: '2025-01-01 one' },
      { ...common, source: 'stderr', text: 'two', continues: true },
    ]);
    expect(attribution(a).linesOf('stdout', '2025-01-01 one\ntwo\n', time)).toStrictEqual([
      { ...common, requestId: a, source: 'stdout', text: '2025-01-01 one' },
      { ...common, requestId: a, source: 'stdout', text: 'two', continues: true },
    ]);
  });

  it('belong to the only request, or to the one they name', () => {
    expect(ownersOf(attribution(a), `hello\nof ${b}\n`)).toEqual([a, a]); // nobody here is called b
    expect(ownersOf(attribution(a, b), `hello\nof ${b}\nof ${a}\n`)).toEqual(['undefined', b, a]);
    const afterA = attribution(a);
    afterA.ended(a);
    expect(ownersOf(afterA, `hello\nof ${a}\n`)).toEqual(['undefined', a]);
  });

  it('belong to the request of their record, even when they name another', () => {
    expect(ownersOf(attribution(a, b), `2025-01-01 ${b} boom\n  at ${a}\n`)).toEqual([b, `+${b}`]);
  });

  it('go on with no record of the other stream', () => {
    const lines = attribution(a, b);
    lines.linesOf('stderr', `2025-01-01 ${b} boom\n`, time);
    expect(ownersOf(lines, '  at main\n')).toEqual(['undefined']);
  });

  it('go on with no record whose request is over, nor with one from before the call, nor after a pause', () => {
    const lines = attribution(a);
    ownersOf(lines, '2025-01-01 one\n');
    lines.ended(a);
    expect(ownersOf(lines, 'two\n2025-01-01 three\n')).toEqual(['undefined', 'undefined']);
    lines.started(b);
    expect(ownersOf(lines, 'four\n2025-01-01 five\n')).toEqual([b, b]);
    expect(ownersOf(lines, 'six\n', 1000)).toEqual([`+${b}`]);
    expect(ownersOf(lines, 'seven\n', 2001)).toEqual([b]);
  });
});
