import { expect, it } from 'vitest';
import { startContainer } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { remoteContainers } from './remoteContainers.ts';

/** Works for 0.2 s of processor time, after a child of its that ended has done so too; then it only waits. */
const works = `
  const work = 'const used = () => process.cpuUsage().user; while (used() < 200_000);';
  require('child_process').execFileSync(process.execPath, ['-e', work]);
  eval(work);
  console.log('done');
  setInterval(() => {}, 1e6);`;

describeWithEngine('The processor time of a container', (real) => {
  it('counts all its processes, those that ended too, the same near and far', async () => {
    const command = ['node', '-e', works];
    await using container = await startContainer(real().engine, { image: 'fc-containers/node:22', command });
    await container.prints('done');
    const here = await real().engine.containers.cpuSeconds(container.id);
    expect(here).toBeGreaterThan(0.4);
    expect(here).toBeLessThan(30);
    expect(await remoteContainers(real()).cpuSeconds(container.id)).toBeCloseTo(here!, 1);
  });
});
