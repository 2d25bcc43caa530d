import { describe, expect, it } from 'vitest';
import { parseBytes } from '../../../src/docker/containerGroup.ts';
import { ControlGroup } from '../../../src/docker/controlGroup.ts';

describe('The control group of a process', () => {
  it('is version 1 where that controller is mounted, also beside version 2', () => {
    const cgroups = '6:freezer:/docker/abc\n5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/docker/abc\n';
    const version = 1;
    const folder = (name: string): object => ({ version, folder: `/sys/fs/cgroup/${name}/docker/abc` });
    expect(ControlGroup.of(cgroups, 'memory')).toMatchObject(folder('memory'));
    expect(ControlGroup.of(cgroups, 'freezer')).toMatchObject(folder('freezer'));
    expect(ControlGroup.of(cgroups, 'cpuacct')).toMatchObject(folder('cpuacct'));
  });

  it('is version 2 under systemd and under any parent', () => {
    expect(ControlGroup.of('0::/system.slice/docker-abc.scope\n', 'memory')).toMatchObject({
      version: 2,
      folder: '/sys/fs/cgroup/system.slice/docker-abc.scope',
    });
    const below = ControlGroup.of('1:name=systemd:/\n0::/my/parent/abc\n', 'freezer');
    expect(below?.folder).toBe('/sys/fs/cgroup/my/parent/abc');
  });

  it('is unknown in other text', () => {
    expect(ControlGroup.of('', 'memory')).toBeUndefined();
  });

  it('tells nothing of files that are not there, and nothing after it was closed', () => {
    const group = new ControlGroup(2, '/proc/self');
    expect(group.read('no-such-file')).toBeUndefined();
    expect(group.write('no-such-file', '1')).toBe(false);
    expect(group.read('comm')).toMatch(/\n$/);
    expect(group.ended).toBe(false);
    group.close();
    expect(group.ended).toBe(true);
    expect(group.read('comm')).toBeUndefined();
    group.close();
  });
});

describe('A number of bytes', () => {
  it('is found among the complaints of cat', () => {
    expect(parseBytes("cat: can't open '/sys/fs/cgroup/memory.peak'\n217481216\n")).toBe(217481216);
    expect(parseBytes('max\n')).toBeUndefined();
  });
});
