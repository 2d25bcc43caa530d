import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

const nas = (...points: readonly string[]) => `nasConfig: { mountPoints: [${points.join(', ')}] }`;
const oss = (...points: readonly string[]) => `ossMountConfig: { mountPoints: [${points.join(', ')}] }`;
const share = (mountDir: string) => `{ mountDir: ${mountDir}, serverAddr: "nas:/" }`;
const bucket = (rest: string) => `{ bucketName: photos, endpoint: "http://oss", ${rest} }`;

describe('what is mounted into an instance', () => {
  it('may be left to fc3', () => {
    const props = 'nasConfig: auto\nossMountConfig: auto|readOnly=true';
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).toMatchObject({ nasConfig: 'auto', ossMountConfig: 'auto' });
  });

  it('is a file system, by default for root and in the clear', () => {
    expect(specOf(nas(share('/mnt/a'))).nasConfig).toEqual({
      userId: 0,
      groupId: 0,
      mountPoints: [{ mountDir: '/mnt/a', serverAddr: 'nas:/', enableTLS: false }],
    });
  });

  it('is a bucket, by default all of it and to be written', () => {
    expect(specOf(oss(bucket('mountDir: /mnt/b'))).ossMountConfig).toEqual({
      mountPoints: [
        { mountDir: '/mnt/b', bucketName: 'photos', bucketPath: '/', endpoint: 'http://oss', readOnly: false },
      ],
    });
  });

  it('is nothing without a mount point', () => {
    expect(specOf(`${nas()}\n${oss()}`)).not.toHaveProperty('nasConfig');
    expect(specOf(`${nas()}\n${oss()}`)).not.toHaveProperty('ossMountConfig');
  });

  it('may be where only Serverless Devs knows', () => {
    const props = nas(share('"${env(\'DIR\')}"'));
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).toMatchObject({ expressions: ['nasConfig.mountPoints[0].mountDir'] });
  });

  it.each([
    ['nasConfig: yes', 'invalid-type', 'yes', 'auto or a map of properties'],
    ['nasConfig: { userId: root }', 'invalid-mount', 'root', 'must be a number'],
    ['nasConfig: { groupId: 70000 }', 'invalid-mount', '70000', 'from -1 to 65534'],
    ['nasConfig: { mountPoints: /mnt }', 'invalid-type', '/mnt', 'a list'],
    [nas('{ mountDir: /mnt/a }'), 'invalid-mount', 'mountDir', 'mountPoints[0].serverAddr is missing'],
    [nas('{ serverAddr: "nas:/" }'), 'invalid-mount', 'serverAddr', 'mountPoints[0].mountDir is missing'],
    [nas(share('mnt/a')), 'invalid-mount', 'mnt/a', 'must begin with "/"'],
    [nas(share('/opt/a')), 'invalid-mount', '/opt/a', 'below /home, /mnt or /data'],
    [nas(share('/')), 'invalid-mount', '/', 'below /home, /mnt or /data'],
    [nas('{ mountDir: /mnt/a, serverAddr: "nas:/", enableTLS: on }'), 'invalid-type', 'on', 'true or false'],
    [nas(...Array<string>(6).fill(share('/mnt/a'))), 'invalid-mount', 'mountPoints', '6 entries; 5 are allowed'],
    [oss('{ mountDir: /mnt/b, endpoint: e }'), 'invalid-mount', 'mountDir', 'bucketName is missing'],
    [oss('{ mountDir: /mnt/b, bucketName: b }'), 'invalid-mount', 'mountDir', 'endpoint is missing'],
    [oss(bucket('mountDir: /mnt/b, bucketPath: a')), 'invalid-mount', 'a', 'must begin with "/"'],
    [oss(bucket('mountDir: /mnt/b, readOnly: "true"')), 'invalid-type', '"true"', 'without quotes'],
  ])('is wrong with %s', (props, code, token, message) => {
    expect(foundIn(props)).toEqual([[code, token, expect.stringContaining(message)]]);
  });

  it('is what is right of it', () => {
    expect(specOf(nas(share('/opt/a'), share('/data/b'))).nasConfig).toMatchObject({
      mountPoints: [{ mountDir: '/data/b' }],
    });
  });
});
