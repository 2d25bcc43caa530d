import { describe, expect, it } from 'vitest';
import { mountPlan, type MountPlan } from '../../../src/core/instance/mountPlan.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const files = new MemoryFileSystem({
  '/me/notes.txt': '',
  '/me/link': { linkTo: 'data' },
  '/me/loop': { linkTo: 'loop' },
});
files.makeFolder('/me/data');
files.makeFolder('/me/photos');

const planOf = async (changes: SpecChanges, folders: Readonly<Record<string, string>>): Promise<MountPlan> =>
  mountPlan(testSpec(changes), folders, files);

const nas = (...mountDirs: readonly string[]): SpecChanges => ({
  nasConfig: {
    userId: 0,
    groupId: 0,
    mountPoints: mountDirs.map((mountDir) => ({ mountDir, serverAddr: 'n.nas.aliyuncs.com:/', enableTLS: false })),
  },
});

const oss = (mountDir: string, readOnly: boolean): SpecChanges => ({
  ossMountConfig: {
    mountPoints: [{ mountDir, readOnly, bucketName: 'photos', bucketPath: '/', endpoint: 'http://o' }],
  },
});

describe('A folder of this machine', () => {
  it('stands for a NAS file system and for an OSS bucket, as readable as that is', async () => {
    const folders = { '/mnt/data': '/me/data', '/mnt/photos': '/me/photos' };
    expect(await planOf({ ...nas('/mnt/data'), ...oss('/mnt/photos', true) }, folders)).toEqual({
      mounts: [
        { hostFolder: '/me/data', containerFolder: '/mnt/data', readOnly: false },
        { hostFolder: '/me/photos', containerFolder: '/mnt/photos', readOnly: true },
      ],
      notes: [],
    });
    expect((await planOf(oss('/mnt/photos', false), folders)).mounts).toMatchObject([{ readOnly: false }]);
  });

  it('is found with or without a slash at the end of the directory', async () => {
    expect((await planOf(nas('/mnt/data/'), { '/mnt/data': '/me/data' })).mounts).toHaveLength(1);
    expect((await planOf(nas('/mnt/data'), { '/mnt/data/': '/me/data' })).mounts).toMatchObject([
      { containerFolder: '/mnt/data' },
    ]);
  });

  it('stands for what nasConfig: auto mounts', async () => {
    const { mounts } = await planOf({ nasConfig: 'auto' }, { '/mnt/hello': '/me/data' });
    expect(mounts).toMatchObject([{ containerFolder: '/mnt/hello' }]);
  });

  it('of another function is no business of this one', async () => {
    expect(await planOf({}, { '/mnt/data': 'nonsense' })).toEqual({ mounts: [], notes: [] });
  });

  it('may be a link to one', async () => {
    expect((await planOf(nas('/mnt/data'), { '/mnt/data': '/me/link' })).mounts).toMatchObject([
      { hostFolder: '/me/link' },
    ]);
  });

  it.each([
    ['data', 'is no absolute path'],
    ['~/data', 'is no absolute path'],
    ['', 'is no absolute path'],
    ['/me/nothing', 'is no folder'],
    ['/me/notes.txt', 'is no folder'],
    ['/me/loop', 'is no folder'],
  ])('is refused when it is “%s”', async (folder, problem) => {
    const refused = planOf(nas('/mnt/data'), { '/mnt/data': folder });
    await expect(refused).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: `“${folder}”, chosen for /mnt/data of hello, ${problem}.`,
      hint: expect.stringContaining('fcContainer.mounts') as string,
    });
  });
});

describe('A mount point without a folder', () => {
  it('is missing in the container, and the log says so', async () => {
    expect(await planOf({ ...nas('/mnt/data'), ...oss('/mnt/photos', true) }, {})).toEqual({
      mounts: [],
      notes: [
        'The NAS file system n.nas.aliyuncs.com:/ is not mounted here: choose a folder for /mnt/data in the setting fcContainer.mounts.',
        'The OSS bucket photos is not mounted here: choose a folder for /mnt/photos in the setting fcContainer.mounts.',
      ],
    });
  });

  it('is one nobody here can know, when Serverless Devs chooses the bucket', async () => {
    const { notes } = await planOf({ ossMountConfig: 'auto' }, {});
    expect(notes).toEqual([expect.stringContaining('Write its mount point into s.yaml')]);
  });
});

it('Two mount points in one directory are refused, as in the cloud', async () => {
  const folders = { '/mnt/data': '/me/data' };
  const refused = planOf({ ...nas('/mnt/data'), ...oss('/mnt/data/', true) }, folders);
  await expect(refused).rejects.toMatchObject({
    code: 'ConfigInvalid',
    message: 'hello mounts two things at /mnt/data.',
  });
});
