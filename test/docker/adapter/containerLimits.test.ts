import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectEngine } from '../../../src/docker/connectEngine.ts';
import { containerOptions } from '../../../src/docker/containerOptions.ts';
import { buildOf } from '../contract/engineContract.ts';
import { startContainer, testPlan } from '../contract/testContainer.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { describeWithEngine, testDockerfile } from '../../support/realEngine.ts';
import { engineProxy } from './engineProxy.ts';
import { connects } from '../../support/connects.ts';

const image = 'fc-containers/busybox:1';

describeWithEngine('A container is created', (real) => {
  it('without its environment ever being part of a URL', async () => {
    await using proxy = await engineProxy(real().engine.info.address);
    const proxied = await connectEngine({
      environment: {},
      platform: 'linux',
      homeFolder: '/',
      address: proxy.address,
    });
    const environment = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'do-not-tell-anybody' };
    const id = await proxied.containers.create(testPlan({ image, environment }));
    await proxied.containers.remove(id);
    const requestLines = proxy.sent().match(/^[A-Z]+ \/\S* HTTP\/1\.1/gm) ?? [];
    expect(requestLines).toContainEqual(expect.stringMatching(/^POST \/containers\/create\?name=fc-test-/));
    expect(requestLines.join('\n')).not.toContain('do-not-tell-anybody');
    expect(proxy.sent()).toContain('ALIBABA_CLOUD_ACCESS_KEY_SECRET=do-not-tell-anybody'); // it did go, in the body
  });

  it('with memory, processors, log and port as the platform would have them', async () => {
    const { engine, docker } = real();
    const plan = testPlan({ image, memoryBytes: 128 * 1024 ** 2, cpus: 64, labels: { color: 'red' } });
    const id = await engine.containers.create(plan);
    const { HostConfig, Config } = await docker.getContainer(id).inspect();
    await engine.containers.remove(id);
    expect(HostConfig).toMatchObject({
      Memory: 128 * 1024 ** 2,
      MemorySwap: 128 * 1024 ** 2,
      NanoCpus: engine.info.cpuCount * 1e9,
      AutoRemove: false,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
      PidsLimit: 1024,
      PortBindings: { '9000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
    });
    expect(Config.User).toBe(''); // as the image says
    expect(Config.Labels).toMatchObject({ color: 'red' });
  });

  it('reachable on 127.0.0.1 and on no other address of this machine', async () => {
    const command = ['sh', '-c', 'echo ready; exec httpd -f -p 9000'];
    await using container = await startContainer(real().engine, { image, command });
    await container.prints('ready');
    const { hostPort = 0 } = (await real().engine.containers.inspect(container.id)) ?? {};
    expect(await connects('127.0.0.1', hostPort)).toBe(true);
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const outside = others.find(({ family, internal }) => family === 'IPv4' && !internal);
    if (outside) expect(await connects(outside.address, hostPort)).toBe(false);
  });

  it('with an address that can be dialled where the engine says so', async () => {
    const { engine } = real();
    if (!engine.info.containersReachable) return;
    const command = ['nc', '-l', '-p', '9000', '-e', 'echo', 'hello'];
    await using container = await startContainer(engine, { image, command });
    const address = (await engine.containers.inspect(container.id))?.ipAddress ?? '';
    await expect.poll(async () => connects(address, 9000)).toBe(true);
  });

  it('without an open port where the plan has none', async () => {
    const { engine, docker } = real();
    const { port: _, ...plan } = testPlan({ image });
    const id = await engine.containers.create(plan);
    const { HostConfig } = await docker.getContainer(id).inspect();
    await engine.containers.remove(id);
    expect(HostConfig.PortBindings ?? {}).toEqual({});
  });

  it('with the user of its image', async () => {
    const { engine } = real();
    const user = 'fc-containers-test/user:1';
    await engine.images.build(buildOf('user', testDockerfile('USER 1234:5678')), () => undefined);
    await using container = await startContainer(engine, { image: user, command: ['id', '-u'] });
    await container.ended;
    expect(container.printed()).toBe('1234\n');
  });

  it('with the folders of this machine that it is to see, read-only where that was said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fc-mount $(touch x),ro:'));
    await writeFile(join(folder, 'hello.txt'), 'hello\n');
    const mounts = [
      { hostFolder: folder, containerFolder: '/mnt/nas', readOnly: false },
      { hostFolder: folder, containerFolder: '/mnt/oss', readOnly: true },
    ];
    const command = ['sh', '-c', 'cat /mnt/oss/hello.txt; echo new > /mnt/nas/new.txt; echo no > /mnt/oss/no.txt'];
    await using container = await startContainer(real().engine, { image, command, mounts });
    await container.ended;
    expect(container.printed('stdout')).toBe('hello\n');
    expect(container.printed('stderr')).toContain('Read-only file system');
    expect((await readdir(folder)).sort()).toEqual(['hello.txt', 'new.txt']);
    await rm(folder, { recursive: true });
  });

  it('not at all with a folder that does not exist, and none is made', async () => {
    const hostFolder = join(tmpdir(), `fc-absent-${process.pid}`);
    const mounts = [{ hostFolder, containerFolder: '/mnt/nas', readOnly: false }];
    await expect(real().engine.containers.create(testPlan({ image, mounts }))).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: `The folder ${hostFolder} cannot be mounted: it does not exist.`,
    });
    expect(existsSync(hostFolder)).toBe(false);
  });

  it('with the name servers of its function', async () => {
    const dns = { nameServers: ['10.1.2.3'], searches: ['shop.example'], options: ['ndots:2'] };
    await using container = await startContainer(real().engine, { image, command: ['cat', '/etc/resolv.conf'], dns });
    await container.ended;
    const lines = container.printed().split('\n');
    expect(lines).toEqual(expect.arrayContaining(['nameserver 10.1.2.3', 'search shop.example', 'options ndots:2']));
  });
});

describe('The size of the writable layer', () => {
  const plan = testPlan({ image, diskBytes: 512 * 1024 ** 2 });
  const hostConfig = (limitsDisk: boolean): unknown => {
    const options: unknown = containerOptions(plan, { ...new FakeEngine().info, limitsDisk });
    return (options as { _body: { HostConfig: unknown } })._body.HostConfig;
  };

  it('is asked for where the engine can limit it, and nowhere else, for it would refuse', () => {
    expect(hostConfig(true)).toMatchObject({ StorageOpt: { size: '536870912' } });
    expect(hostConfig(false)).not.toHaveProperty('StorageOpt');
  });
});
