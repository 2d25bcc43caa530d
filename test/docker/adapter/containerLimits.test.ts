import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { connectEngine } from '../../../src/docker/connectEngine.ts';
import { startContainer, testPlan } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
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
    const id = await proxied.containers.create(await testPlan({ image, environment }));
    await proxied.containers.remove(id);
    const requestLines = proxy.sent().match(/^[A-Z]+ \/\S* HTTP\/1\.1/gm) ?? [];
    expect(requestLines).toContainEqual(expect.stringMatching(/^POST \/containers\/create\?name=fc-test-/));
    expect(requestLines.join('\n')).not.toContain('do-not-tell-anybody');
    expect(proxy.sent()).toContain('ALIBABA_CLOUD_ACCESS_KEY_SECRET=do-not-tell-anybody'); // it did go, in the body
  });

  it('with memory, processors, log and port as the platform would have them', async () => {
    const { engine, docker } = real();
    const plan = await testPlan({ image, memoryBytes: 128 * 1024 ** 2, cpus: 64, labels: { color: 'red' } });
    const id = await engine.containers.create(plan);
    const { HostConfig, Config } = await docker.getContainer(id).inspect();
    await engine.containers.remove(id);
    expect(HostConfig).toMatchObject({
      Memory: 128 * 1024 ** 2,
      MemorySwap: 128 * 1024 ** 2,
      NanoCpus: engine.info.cpuCount * 1e9,
      AutoRemove: false,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
      PortBindings: { '9000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(plan.port.host) }] },
    });
    expect(Config.Labels).toMatchObject({ color: 'red' });
  });

  it('reachable on 127.0.0.1 and on no other address of this machine', async () => {
    const command = ['sh', '-c', 'echo ready; exec httpd -f -p 9000'];
    await using container = await startContainer(real().engine, { image, command });
    await container.prints('ready');
    expect(await connects('127.0.0.1', container.plan.port.host)).toBe(true);
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const outside = others.find(({ family, internal }) => family === 'IPv4' && !internal);
    if (outside) expect(await connects(outside.address, container.plan.port.host)).toBe(false);
  });

  it('with an address that can be dialled where the engine says so', async () => {
    const { engine } = real();
    if (!engine.info.containersReachable) return;
    const command = ['nc', '-l', '-p', '9000', '-e', 'echo', 'hello'];
    await using container = await startContainer(engine, { image, command });
    const address = (await engine.containers.inspect(container.id))?.ipAddress ?? '';
    await expect.poll(async () => connects(address, 9000)).toBe(true);
  });
});
