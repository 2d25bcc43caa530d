import { expect, it } from 'vitest';
import { event, idOf, serves, testEmulator } from './testEmulator.ts';

const MB = 1024 * 1024;

it('A writable layer beyond the limit is told after the call, once, where the engine does not limit it', async () => {
  const { emulator, engine, lines } = await testEmulator({ program: serves });
  await emulator.start(idOf());
  const [container] = engine.containers.processes.values();
  const told = (): readonly string[] =>
    lines.filter(({ text }) => text.startsWith('The temporary disk')).map(({ text }) => text);
  container!.writableBytes = 500 * MB;
  await emulator.invoke(idOf(), event());
  await new Promise((resolve) => setTimeout(resolve, 1200)); // nothing tells that it was measured
  expect(told()).toEqual([]);
  container!.writableBytes = 600 * MB;
  await emulator.invoke(idOf(), event());
  await expect
    .poll(told, { timeout: 3000 })
    .toEqual([
      expect.stringMatching(/^The temporary disk is full: 600 MB were written, diskSize allows 512 MB\./) as string,
    ]);
  await emulator.invoke(idOf(), event());
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(told()).toHaveLength(1);
});
