/** A control group's memory files on this machine; `version` decides how they are named. */
export interface MemoryGroup {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** Where `/proc/<pid>/cgroup` says the memory is counted; on hybrid systems the version 1 hierarchy has it. */
export function memoryGroup(cgroups: string): MemoryGroup | undefined {
  const v1 = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.+)$/m.exec(cgroups)?.[1];
  if (v1) return { version: 1, folder: `/sys/fs/cgroup/memory${v1}` };
  const v2 = /^0::(.+)$/m.exec(cgroups)?.[1];
  return v2 ? { version: 2, folder: `/sys/fs/cgroup${v2}` } : undefined;
}
