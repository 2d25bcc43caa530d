/** The fields of `GET /info` that say how the engine stores containers. */
export interface StorageFacts {
  readonly Driver: string;
  readonly DriverStatus?: readonly (readonly [name: string, value: string])[] | null;
  readonly DockerRootDir: string;
}

/**
 * Whether the engine's storage driver takes a size for a container's writable layer (docs of Docker: "docker run
 * --storage-opt"): btrfs and zfs can by themselves, overlay2 over xfs only when that was mounted with project quotas.
 * The engine does not tell that, but the machine's mounts do; where it would refuse, no container could be created.
 * @param mountInfo `/proc/self/mountinfo` of the engine's machine, when that can be read
 */
export function limitsDisk({ Driver, DriverStatus, DockerRootDir }: StorageFacts, mountInfo?: string): boolean {
  if (Driver === 'btrfs' || Driver === 'zfs') return true;
  const backing = DriverStatus?.find(([name]) => name === 'Backing Filesystem')?.[1];
  if (Driver !== 'overlay2' || backing !== 'xfs') return false;
  return /(?:^|,)p(?:rj)?quota(?:,|$)/.test(superOptions(DockerRootDir, mountInfo ?? ''));
}

/** The super options of the file system that holds the folder (proc(5), `/proc/pid/mountinfo`). */
function superOptions(folder: string, mountInfo: string): string {
  const mounts = mountInfo.split('\n').flatMap((line) => {
    const [, point, options] = /^(?:\S+ ){4}(\S+) .* - \S+ \S+ (\S+)$/.exec(line) ?? [];
    return point && options ? [{ point, options }] : [];
  });
  const holding = mounts.filter(({ point }) => `${folder}/`.startsWith(point === '/' ? point : `${point}/`));
  return holding.sort((a, b) => b.point.length - a.point.length)[0]?.options ?? '';
}
