import { expect, it } from 'vitest';
import { DockerContainers } from '../../../src/docker/containerClient.ts';
import { startContainer, type TestContainer } from '../contract/testContainer.ts';
import { describeWithEngine, type RealEngine } from '../../support/realEngine.ts';

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

  it('is read inside the container when this machine cannot see it', async () => {
    await using container = await spiking(real());
    const peak = await remote(real()).peakMemory(container.id);
    expect(peak?.kind).toBe('peak');
    expect(peak?.bytes).toBeGreaterThan(100 * megabyte);
    expect(await remote(real()).resetPeakMemory(container.id)).toBe(false);
  });

  it('comes from the statistics when the image has no "cat"', async () => {
    await using container = await spiking(real(), 'require("fs").unlinkSync("/bin/cat");');
    expect((await remote(real()).peakMemory(container.id))?.bytes).toBeGreaterThan(20 * megabyte);
  });
});

describeWithEngine('The listening sockets', (real) => {
  const serve = 'require("http").createServer().listen(8080, "127.0.0.1", () => console.log("listening"))';

  it('tell a server that listens to itself only', async () => {
    const { engine } = real();
    await using container = await startContainer(engine, {
      image: 'fc-containers/node:22',
      command: ['node', '-e', serve],
    });
    await container.prints('listening');
    const expected = [{ address: '127.0.0.1', port: 8080 }];
    expect(await engine.containers.listeningSockets(container.id)).toEqual(expected);
    expect(await remote(real()).listeningSockets(container.id)).toEqual(expected);
  });
});

async function spiking({ engine }: RealEngine, before = ''): Promise<TestContainer> {
  const command = ['node', '--expose-gc', '-e', before + spike];
  const container = await startContainer(engine, { image: 'fc-containers/node:22', command });
  await container.prints('freed');
  return container;
}

/** The same engine, as if it ran in a virtual machine. */
function remote({ engine, docker }: RealEngine): DockerContainers {
  return new DockerContainers({ docker, info: { ...engine.info, containersReachable: false } });
}
