import { expect, it } from 'vitest';
import { startContainer } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';

describeWithEngine("A container's disk", (real) => {
  it('is what it wrote itself, also after its end', async () => {
    const command = ['sh', '-c', 'head -c 3000000 /dev/zero > /tmp/file; head -c 9000000 /dev/zero > /dev/shm/file'];
    const { engine } = real();
    await using container = await startContainer(engine, { image: 'fc-containers/busybox:1', command });
    await engine.containers.waitForExit(container.id);
    expect(await engine.containers.writableBytes(container.id)).toBe(3_000_000);
  });
});
