import { describe, expect, it } from 'vitest';
import { parseBytes } from '../../../src/docker/memoryFiles.ts';
import { memoryGroup } from '../../../src/docker/memoryGroup.ts';

describe('The memory group of a process', () => {
  it('is version 1 where the memory controller is mounted, also beside version 2', () => {
    expect(memoryGroup('5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/docker/abc\n')).toEqual({
      version: 1,
      folder: '/sys/fs/cgroup/memory/docker/abc',
    });
  });

  it('is version 2 under systemd and under any parent', () => {
    expect(memoryGroup('0::/system.slice/docker-abc.scope\n')).toEqual({
      version: 2,
      folder: '/sys/fs/cgroup/system.slice/docker-abc.scope',
    });
    expect(memoryGroup('1:name=systemd:/\n0::/my/parent/abc\n')?.folder).toBe('/sys/fs/cgroup/my/parent/abc');
  });

  it('is unknown in other text', () => {
    expect(memoryGroup('')).toBeUndefined();
  });
});

describe('A number of bytes', () => {
  it('is found among the complaints of cat', () => {
    expect(parseBytes("cat: can't open '/sys/fs/cgroup/memory.peak'\n217481216\n")).toBe(217481216);
    expect(parseBytes('max\n')).toBeUndefined();
  });
});
