import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FunctionLog } from '../../src/extension/output/functionLog.ts';
import { eventually } from './support/eventually.ts';

/** A panel that keeps what it is told, one text per message. */
class FakeChannel {
  readonly messages: string[] = [];
  append(text: string): void {
    this.messages.push(text);
  }
  clear(): void {
    this.messages.length = 0;
  }
  show(): void {}
  dispose(): void {}

  get lines(): readonly string[] {
    return this.messages
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^[\d:.]{12} \[hello\] /, ''));
  }
}

function write(log: FunctionLog, ...texts: readonly string[]): void {
  log.writeAll(texts.map((text) => ({ time: new Date(), functionName: 'hello', source: 'stdout' as const, text })));
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `line ${index}`);

describe('the panel of the log', () => {
  it('shows a line by itself, without waiting for more', async () => {
    const channel = new FakeChannel();
    write(new FunctionLog(channel), 'alone');
    await eventually(() => assert.deepEqual(channel.lines, ['alone']));
  });

  it('shows lines that come together in one message, in their order', async () => {
    const channel = new FakeChannel();
    const log = new FunctionLog(channel);
    write(log, ...numbered(500));
    write(log, 'and one more');
    await eventually(() => assert.equal(channel.messages.length, 1));
    assert.deepEqual(channel.lines, [...numbered(500), 'and one more']);
  });

  it('shows the newest of a flood, and says how many it leaves out and where they are', async () => {
    const channel = new FakeChannel();
    write(new FunctionLog(channel), ...numbered(30_000));
    await eventually(() => assert.equal(channel.messages.length, 1));
    const [note, ...shown] = channel.lines;
    assert.equal(
      note,
      '… 20,000 lines are not shown here, they came too fast. The saved log has them all: “Function Compute: Show Log of One Function…”',
    );
    assert.deepEqual(shown, numbered(30_000).slice(20_000));
  });

  it('shows little of a flood that goes on', async () => {
    const channel = new FakeChannel();
    const log = new FunctionLog(channel);
    write(log, ...numbered(30_000));
    await eventually(() => assert.equal(channel.messages.length, 1));
    write(log, ...numbered(30_000));
    await eventually(() => assert.equal(channel.messages.length, 2));
    const shown = channel.messages[1]?.trimEnd().split('\n').length ?? 0;
    assert.ok(shown > 1 && shown < 9_000, `${shown} lines`);
    assert.equal(channel.lines.at(-1), 'line 29999');
  });

  it('is no more than a megabyte at a time, whatever the length of the lines', async () => {
    const channel = new FakeChannel();
    write(new FunctionLog(channel), ...numbered(100).map((text) => text.padEnd(30_000, '.')));
    await eventually(() => assert.equal(channel.messages.length, 1));
    assert.match(channel.lines[0] ?? '', /^… 67 lines are not shown here/);
    assert.ok((channel.messages[0]?.length ?? 0) < 1_010_000);
  });

  it('forgets with Clear what it has not shown yet', async () => {
    const channel = new FakeChannel();
    const log = new FunctionLog(channel);
    write(log, 'before');
    log.clear();
    write(log, 'after');
    await eventually(() => assert.deepEqual(channel.lines, ['after']));
  });

  it('shows what is left when it ends', () => {
    const channel = new FakeChannel();
    const log = new FunctionLog(channel);
    write(log, 'the last');
    log.dispose();
    assert.deepEqual(channel.lines, ['the last']);
  });
});
