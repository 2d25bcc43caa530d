import { describe, expect, it } from 'vitest';
import { containerPlan, type ContainerPlanOptions } from '../../../src/core/instance/containerPlan.ts';
import type { ContainerPlan } from '../../../src/core/ports/containerEngine.ts';
import { FcCredentials } from '../../../src/core/ports/credentials.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const planOf = (changes: SpecChanges = {}, options: Partial<ContainerPlanOptions> = {}): ContainerPlan =>
  containerPlan({
    spec: testSpec(changes),
    instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
    accountId: '42',
    owner: { processId: 7, host: 'desk' },
    ...options,
  });

const runningAs = (userId: number, groupId: number): string | undefined =>
  planOf({ nasConfig: { userId, groupId, mountPoints: [] } }).user;

describe('What the engine is asked for', () => {
  it('is what the function is declared with', () => {
    const container = { port: 8080, image: 'shop/hello:2' };
    expect(planOf({ memorySize: 1024, cpu: 2, diskSize: 10240, container })).toMatchObject({
      name: 'fc-hello-bc50f7839399',
      image: 'shop/hello:2',
      port: 8080,
      memoryBytes: 1024 ** 3,
      cpus: 2,
      diskBytes: 10 * 1024 ** 3,
      mounts: [],
    });
  });

  it("leaves the image's start command, user and name servers alone, unless s.yaml replaces them", () => {
    for (const name of ['entrypoint', 'command', 'user', 'dns']) expect(planOf()).not.toHaveProperty(name);
    const container = { entrypoint: ['python3'], command: [] };
    expect(planOf({ container })).toMatchObject(container);
  });

  it('has the platform variables, with the port and the id of this instance', () => {
    expect(planOf({ environmentVariables: { GREETING: 'hi', FC_REGION: 'mars' } }).environment).toMatchObject({
      GREETING: 'hi',
      FC_REGION: 'cn-hangzhou',
      FC_CUSTOM_LISTEN_PORT: '9000',
      FC_INSTANCE_ID: 'c-65b764db-15fa2aa8-bc50f7839399',
      FC_ACCOUNT_ID: '42',
    });
  });

  it('has the credentials of the role in the environment, and nowhere else', () => {
    const parts = { accessKeyId: 'STS.1', accessKeySecret: 'secret', securityToken: 'token', origin: 'role' };
    const { environment, ...rest } = planOf({}, { credentials: new FcCredentials(parts) });
    expect(environment).toMatchObject({ ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' });
    expect(JSON.stringify(rest)).not.toContain('secret');
  });

  it('has the folders that stand for file systems and buckets', () => {
    const mounts = [{ hostFolder: '/home/me/photos', containerFolder: '/mnt/photos', readOnly: true }];
    expect(planOf({}, { mounts }).mounts).toEqual(mounts);
  });

  it('has the name servers of customDNS, and options with and without a value', () => {
    const dnsOptions = [
      { name: 'ndots', value: '2' },
      { name: 'rotate', value: '' },
    ];
    const customDNS = { nameServers: ['223.5.5.5'], searches: ['shop.internal'], dnsOptions };
    expect(planOf({ customDNS }).dns).toEqual({
      nameServers: ['223.5.5.5'],
      searches: ['shop.internal'],
      options: ['ndots:2', 'rotate'],
    });
    expect(planOf({ customDNS: { nameServers: [], searches: [], dnsOptions: [] } })).not.toHaveProperty('dns');
  });

  it('runs as the user of the NAS file system when that is not root', () => {
    expect(runningAs(1000, 1000)).toBe('1000:1000');
    expect(runningAs(0, 100)).toBe('0:100');
    expect(runningAs(1000, -1)).toBe('1000:0');
    expect(runningAs(0, 0)).toBeUndefined();
    expect(runningAs(-1, -1)).toBeUndefined();
    expect(planOf({ nasConfig: 'auto' })).not.toHaveProperty('user');
  });

  it('opens no port for an image that serves nothing', () => {
    const plan = planOf({}, { nonWeb: true });
    expect(plan).not.toHaveProperty('port');
    expect(plan.environment).not.toHaveProperty('FC_CUSTOM_LISTEN_PORT');
  });

  it('is not asked at all for an environment the cloud would refuse', () => {
    const environmentVariables = { LARGE: 'x'.repeat(4096) };
    expect(() => planOf({ environmentVariables })).toThrow(expect.objectContaining({ code: 'ConfigInvalid' }));
  });

  it('carries who started it and for what, so that it can be found again', () => {
    expect(planOf().labels).toEqual({
      'fc-containers.managed': 'true',
      'fc-containers.function-id': '/shop/s.yaml#hello',
      'fc-containers.function-name': 'hello',
      'fc-containers.instance-id': 'c-65b764db-15fa2aa8-bc50f7839399',
      'fc-containers.owner-process': '7',
      'fc-containers.owner-host': 'desk',
    });
  });
});
