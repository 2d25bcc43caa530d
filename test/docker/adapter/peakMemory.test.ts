import { readdirSync, readlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startContainer, type TestContainer } from '../contract/testContainer.ts';
import { describeWithEngine, type RealEngine } from '../../support/realEngine.ts';
import { remoteContainers } from './remoteContainers.ts';

const megabyte = 1024 ** 2;
/** Takes 100 MB, gives them back, says so. */
const spike =
  'let big = Buffer.alloc(100 * 1024 ** 2, 1); big = null; global.gc(); console.log("freed"); setInterval(() => {}, 1e6)';

describeWithEngine('The peak memory', (real) => {
  it('counts what was freed long ago, and starts again when asked to', async () => {
    const { engine } = real();
    await using container = await spiking(real());
    const peak = await engine.containers.peakMemory(container.id);
    expect(peak?.kind).toBe('peak');
    expect(peak?.bytes).toBeGreaterThan(100 * megabyte);
    expect(peak?.bytes).toBeLessThan(200 * megabyte);
    if (!(await engine.containers.resetPeakMemory(container.id))) return; // control groups version 2, or not root
    expect((await engine.containers.peakMemory(container.id))?.bytes).toBeLessThan(peak!.bytes - 50 * megabyte);
  });

  it('leaves no file of the kernel open when the container is gone', async () => {
    const { engine } = real();
    const before = openGroupFiles();
    await using container = await spiking(real());
    await engine.containers.peakMemory(container.id);
    await engine.containers.cpuSeconds(container.id);
    await engine.containers.remove(container.id);
    expect(openGroupFiles()).toEqual(before);
  });

  it('is read inside the container when this machine cannot see it', async () => {
    await using container = await spiking(real());
    const peak = await remoteContainers(real()).peakMemory(container.id);
    expect(peak?.kind).toBe('peak');
    expect(peak?.bytes).toBeGreaterThan(100 * megabyte);
    expect(await remoteContainers(real()).resetPeakMemory(container.id)).toBe(false);
  });

  it('comes from the statistics when the image has no "cat"', async () => {
    await using container = await spiking(real(), 'require("fs").unlinkSync("/bin/cat");');
    expect((await remoteContainers(real()).peakMemory(container.id))?.bytes).toBeGreaterThan(20 * megabyte);
  });
});

function openGroupFiles(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const files = readdirSync('/proc/self/fd').map((fd) => readlinkIfThere(`/proc/self/fd/${fd}`));
  return files.filter((file) => file.startsWith('/sys/fs/cgroup')).sort();
}

function readlinkIfThere(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // the one that listed the folder
  }
}

async function spiking({ engine }: RealEngine, before = ''): Promise<TestContainer> {
  const command = ['node', '--expose-gc', '-e', before + spike];
  const container = await startContainer(engine, { image: 'fc-containers/node:22', command });
  await container.prints('freed');
  return container;
}
