import { expect, it } from 'vitest';
import { startContainer } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';

const image = 'fc-containers/busybox:1';

describeWithEngine("A container's output", (real) => {
  it('arrives from the first byte, time after time', async () => {
    for (let round = 0; round < 5; round++) {
      await using container = await startContainer(real().engine, { image, command: ['echo', 'first'] });
      await container.ended;
      expect(container.printed('stdout')).toBe('first\n');
    }
  });

  it('arrives whole in a flood of 200,000 lines, faster than a person could wish', async () => {
    const lines = 200_000;
    const command = [
      'node',
      '-e',
      `let s = ''; for (let i = 0; i < ${lines}; i++) s += 'line ' + i + '\\n'; process.stdout.write(s)`,
    ];
    const started = performance.now();
    await using container = await startContainer(real().engine, { image: 'fc-containers/node:22', command });
    await container.ended;
    expect(performance.now() - started).toBeLessThan(15_000);
    const expected = Array.from({ length: lines }, (_, index) => `line ${index}\n`).join('');
    expect(container.printed('stdout') === expected).toBe(true); // no diff of two megabytes
  });

  it('arrives byte for byte when it is not text', async () => {
    const command = [
      'node',
      '-e',
      'process.stdout.write(Buffer.from(Array.from({ length: 65536 }, (_, i) => i % 256)))',
    ];
    await using container = await startContainer(real().engine, { image: 'fc-containers/node:22', command });
    await container.ended;
    const expected = Buffer.from(Array.from({ length: 65536 }, (_, index) => index % 256));
    expect(Buffer.concat(container.chunks.map(({ data }) => data)).equals(expected)).toBe(true);
  });

  it('keeps one very long line together', async () => {
    const command = ['node', '-e', "console.log('x'.repeat(300_000))"];
    await using container = await startContainer(real().engine, { image: 'fc-containers/node:22', command });
    await container.ended;
    expect(container.printed()).toBe(`${'x'.repeat(300_000)}\n`);
  });
});
