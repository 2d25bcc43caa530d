import { describe, expect, it } from 'vitest';
import { limitsDisk } from '../../../src/docker/diskLimit.ts';

const onXfs = {
  Driver: 'overlay2',
  DriverStatus: [
    ['Backing Filesystem', 'xfs'],
    ['Supports d_type', 'true'],
  ],
  DockerRootDir: '/var/lib/docker',
} as const;

function mounts(docker: string): string {
  return [
    '22 1 8:1 / / rw,relatime shared:1 - xfs /dev/sda1 rw,attr2,noquota',
    `35 22 8:2 / /var/lib/docker rw,relatime shared:9 - xfs /dev/sdb1 ${docker}`,
    '36 22 8:3 / /var/lib/docker-old rw - xfs /dev/sdc1 rw,prjquota',
    '',
  ].join('\n');
}

describe("A container's disk can be limited", () => {
  it('by drivers that have quotas of their own', () => {
    expect(limitsDisk({ ...onXfs, Driver: 'btrfs' })).toBe(true);
    expect(limitsDisk({ ...onXfs, Driver: 'zfs' })).toBe(true);
  });

  it('by overlay2 over xfs that was mounted with project quotas', () => {
    expect(limitsDisk(onXfs, mounts('rw,attr2,prjquota'))).toBe(true);
    expect(limitsDisk({ ...onXfs, DockerRootDir: '/var/lib/docker/more' }, mounts('rw,pquota'))).toBe(true);
  });

  it('not over xfs without them, nor where nobody can tell', () => {
    expect(limitsDisk(onXfs, mounts('rw,attr2,noquota'))).toBe(false);
    expect(limitsDisk(onXfs)).toBe(false);
    expect(limitsDisk({ ...onXfs, DockerRootDir: '/data/docker' }, mounts('rw,prjquota'))).toBe(false);
  });

  it('not by overlay2 over ext4, nor by the containerd image store', () => {
    const status = [['Backing Filesystem', 'extfs']] as const;
    expect(limitsDisk({ ...onXfs, DriverStatus: status }, mounts('rw,prjquota'))).toBe(false);
    expect(limitsDisk({ ...onXfs, Driver: 'overlayfs', DriverStatus: null }, mounts('rw,prjquota'))).toBe(false);
  });
});
