import type { CloudConfig, NasConfig, NasMountPoint, OssMountConfig, OssMountPoint } from './cloudConfig.ts';
import { definedOnly } from './definedOnly.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';

export type Mounts = Pick<CloudConfig, 'nasConfig' | 'ossMountConfig'>;

/** "Quotas and limits" docs, for each of the two. */
const mostMountPoints = 5;

/** File systems and buckets the instance finds in its folders ("Configure a NAS file system", "Configure OSS" docs). */
export function readMounts(props: PropertyReader): Mounts {
  return definedOnly({ nasConfig: readNas(props), ossMountConfig: readOss(props) });
}

function readNas(props: PropertyReader): 'auto' | NasConfig | undefined {
  const config = props.mapOrAuto('nasConfig');
  if (config === undefined || config === 'auto') return config;
  const userId = config.number('userId', platformLimits.nasIdentity) ?? 0;
  const groupId = config.number('groupId', platformLimits.nasIdentity) ?? 0;
  const mountPoints = readMountPoints(config, (point, mountDir): NasMountPoint | undefined => {
    const serverAddr = point.requiredText('serverAddr', 'invalid-mount');
    // fc3 `src/base.ts`
    const enableTLS = point.boolean('enableTLS') ?? false;
    return serverAddr === undefined ? undefined : { mountDir, serverAddr, enableTLS };
  });
  return mountPoints.length === 0 ? undefined : { userId, groupId, mountPoints };
}

function readOss(props: PropertyReader): 'auto' | OssMountConfig | undefined {
  const config = props.mapOrAuto('ossMountConfig');
  if (config === undefined || config === 'auto') return config;
  const mountPoints = readMountPoints(config, (point, mountDir): OssMountPoint | undefined => {
    const bucketName = point.requiredText('bucketName', 'invalid-mount');
    const endpoint = point.requiredText('endpoint', 'invalid-mount');
    const bucketPath = readPath(point, 'bucketPath') ?? '/';
    const readOnly = point.boolean('readOnly') ?? false;
    if (bucketName === undefined || endpoint === undefined) return undefined;
    return { mountDir, bucketName, bucketPath, endpoint, readOnly };
  });
  return mountPoints.length === 0 ? undefined : { mountPoints };
}

function readMountPoints<T>(
  config: PropertyReader,
  read: (point: PropertyReader, mountDir: string) => T | undefined,
): readonly T[] {
  const points = config.maps('mountPoints');
  if (points.length > mostMountPoints)
    config.complain('mountPoints', 'invalid-mount', `has ${points.length} entries; ${mostMountPoints} are allowed.`, {
      range: config.entry('mountPoints')?.keyRange,
    });
  return points.flatMap((point) => {
    const mountDir = readMountDir(point);
    const mountPoint = read(point, mountDir ?? '');
    return mountDir === undefined || mountPoint === undefined ? [] : [mountPoint];
  });
}

function readMountDir(point: PropertyReader): string | undefined {
  if (point.requiredText('mountDir', 'invalid-mount') === undefined) return undefined;
  const mountDir = readPath(point, 'mountDir');
  if (mountDir === undefined || !/^\/(?:(?:bin|opt|var|dev)(?:\/|$)|$)/.test(mountDir)) return mountDir;
  const problem = `may not be ${mountDir}: mount below /home, /mnt or /data.`;
  point.complain('mountDir', 'invalid-mount', problem);
  return undefined;
}

function readPath(point: PropertyReader, key: string): string | undefined {
  const path = point.text(key, 'invalid-mount');
  if (path === undefined || path === '' || path.startsWith('/') || path.includes('${')) return path || undefined;
  point.complain(key, 'invalid-mount', `must begin with "/", not ${path}.`);
  return undefined;
}
