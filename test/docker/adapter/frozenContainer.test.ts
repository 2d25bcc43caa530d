import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ControlGroup } from '../../../src/docker/controlGroup.ts';
import { GroupFreezer } from '../../../src/docker/groupFreezer.ts';
import { startContainer, type TestContainer } from '../contract/testContainer.ts';
import { connectRealEngine, describeWithEngine, type RealEngine } from '../../support/realEngine.ts';
import { remoteContainers } from './remoteContainers.ts';

const image = 'fc-containers/busybox:1';
/** Counts aloud; ends with exit code 7 on SIGTERM. */
const counts = ['sh', '-c', 'trap "exit 7" TERM; i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done'];

async function counting({ engine }: RealEngine): Promise<TestContainer> {
  const container = await startContainer(engine, { image, command: counts });
  await container.prints('2\n');
  await engine.containers.inspect(container.id);
  return container;
}

const ways: readonly (readonly [way: string, containers: (real: RealEngine) => RealEngine['engine']['containers']])[] =
  [
    ["through this machine's kernel", ({ engine }) => engine.containers],
    ['through the engine', remoteContainers],
  ];

for (const [way, containersOf] of ways) {
  describeWithEngine(`A container that is frozen ${way}`, (real) => {
    it('does nothing until it is thawed', async () => {
      const containers = containersOf(real());
      await using container = await counting(real());
      await containers.freeze(container.id);
      expect((await freezerOf(container, real())).frozen).toBe(true);
      await containers.thaw(container.id);
      const printed = container.chunks.length;
      await expect.poll(() => container.chunks.length).toBeGreaterThan(printed);
    });

    it('is thawed also at the moment when it is being frozen', async () => {
      const containers = containersOf(real());
      await using container = await counting(real());
      await Promise.all([containers.freeze(container.id), containers.thaw(container.id)]);
      expect((await freezerOf(container, real())).frozen).toBe(false);
    });

    it('runs no command meanwhile', async () => {
      const containers = containersOf(real());
      await using container = await counting(real());
      await containers.freeze(container.id);
      await expect(containers.run(container.id, ['true'])).rejects.toMatchObject({ code: 'EngineFailed' });
    });

    it('can be removed by whoever did not freeze it', async () => {
      await using container = await counting(real());
      await containersOf(real()).freeze(container.id);
      await (await connectRealEngine()).containers.remove(container.id); // as the next editor sweeps up
      expect(await real().engine.containers.inspect(container.id)).toBeUndefined();
    });

    it('can be removed with "docker rm -f"', async () => {
      await using container = await counting(real());
      await containersOf(real()).freeze(container.id);
      await real().docker.getContainer(container.id).remove({ force: true });
      expect(await real().engine.containers.inspect(container.id)).toBeUndefined();
    });

    it('is asked to end by whoever did not freeze it', async () => {
      await using container = await counting(real());
      await containersOf(real()).freeze(container.id);
      const other = await connectRealEngine();
      await other.containers.stop(container.id, 10);
      expect(await other.containers.waitForExit(container.id)).toMatchObject({ exitCode: 7 });
    });

    it('is told as ended when somebody kills it', async () => {
      await using container = await counting(real());
      const containers = containersOf(real());
      const exit = containers.waitForExit(container.id);
      await containers.freeze(container.id);
      await real().docker.getContainer(container.id).kill();
      expect(await exit).toMatchObject({ exitCode: 137 });
      await containers.thaw(container.id);
    });
  });
}

describeWithEngine("A person's own docker pause", (real) => {
  it('is undone by a thaw, so that the engine knows', async () => {
    await using container = await counting(real());
    const { engine, docker } = real();
    await docker.getContainer(container.id).pause();
    await engine.containers.freeze(container.id);
    await engine.containers.thaw(container.id);
    const { State } = await docker.getContainer(container.id).inspect();
    expect(State).toMatchObject({ Running: true, Paused: false });
    expect(await engine.containers.run(container.id, ['true'])).toMatchObject({ exitCode: 0 });
  });
});

describeWithEngine('The freezer of cgroup version 2', (real) => {
  it('holds a container still too', async () => {
    await using container = await counting(real());
    const folder = await version2Folder(container, real());
    if (!folder) return; // no version 2 hierarchy on this machine
    const freezer = new GroupFreezer(new ControlGroup(2, folder));
    expect(freezer.frozen).toBe(false);
    expect(await freezer.freeze()).toBe(true);
    expect(readFileSync(`${folder}/cgroup.events`, 'utf8')).toContain('frozen 1');
    expect([freezer.frozen, freezer.frozenHere]).toEqual([true, true]);
    expect(freezer.thaw()).toBe(true);
    await expect.poll(() => readFileSync(`${folder}/cgroup.events`, 'utf8')).toContain('frozen 0');
    expect([freezer.frozen, freezer.frozenHere]).toEqual([false, false]);
  });
});

async function freezerOf({ id }: TestContainer, { docker }: RealEngine): Promise<GroupFreezer> {
  const { State } = await docker.getContainer(id).inspect();
  return new GroupFreezer(ControlGroup.of(readFileSync(`/proc/${State.Pid}/cgroup`, 'utf8'), 'freezer'));
}

async function version2Folder({ id }: TestContainer, { docker }: RealEngine): Promise<string | undefined> {
  const { State } = await docker.getContainer(id).inspect();
  const path = /^0::(.+)$/m.exec(readFileSync(`/proc/${State.Pid}/cgroup`, 'utf8'))?.[1] ?? '';
  return [`/sys/fs/cgroup${path}`, `/sys/fs/cgroup/unified${path}`].find((folder) =>
    existsSync(`${folder}/cgroup.freeze`),
  );
}
