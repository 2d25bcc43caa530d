import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { expect, it, vi } from 'vitest';
import { readText, type EngineConnection } from '../../../src/docker/engineConnection.ts';
import { probeImage } from '../../../src/docker/probeImage.ts';
import { probeNamespace } from '../../../src/docker/probeNamespace.ts';
import { parseProcNetTcp } from '../../../src/docker/procNetTcp.ts';
import { describeWithEngine, labelOfRun, testLabels, type RealEngine } from '../../support/realEngine.ts';
import { buildOf } from '../contract/engineContract.ts';
import { bareContainer } from './bareContainer.ts';
import { engineProxy, type EngineProxy } from './engineProxy.ts';

const node = 'fc-containers/node:22';
const owner = {
  'fc-containers.managed': 'true',
  'fc-containers.owner-process': '7',
  'fc-containers.owner-host': 'desk',
};

describeWithEngine('The probe', (real) => {
  const connection = (): EngineConnection => ({ docker: real().docker, info: real().engine.info });

  const through = ({ address }: EngineProxy): EngineConnection => ({
    docker: new Docker({ socketPath: address.replace('unix://', '') }),
    info: real().engine.info,
  });

  const socketsOf = async (id: string): Promise<readonly string[]> => {
    const table = await probeNamespace(connection(), { id, labels: { ...testLabels, ...owner } });
    const sockets = parseProcNetTcp(table ?? '');
    return sockets.map(({ address, port }) => `${address} ${port}`).sort();
  };

  it('sees every socket that listens, IPv4 and IPv6, on one address and on all', async () => {
    const addresses = ['0.0.0.0 8080', '127.0.0.1 9000', '127.0.0.1 9229', ':: 3000', '::1 7000'];
    const listen = addresses.map((each) => each.split(' ')).map(([host, port]) => `s(${port}, '${host}')`);
    const script = `const s = (port, host) => require('net').createServer().listen({ port, host, ipv6Only: true }); ${listen.join('; ')}`;
    const Sysctls = { 'net.ipv6.conf.lo.disable_ipv6': '0' };
    await using container = await bareContainer(real(), {
      Image: node,
      Cmd: ['node', '-e', script],
      HostConfig: { Sysctls },
    });
    await vi.waitFor(async () => expect(await socketsOf(container.id)).toEqual(addresses), 10_000);
  });

  it('needs nothing of the image, not even a shell, and no place to write', async () => {
    const dockerfile = `FROM fc-containers/busybox:1 AS tools\nFROM scratch\nLABEL ${labelOfRun}\nCOPY --from=tools /bin/busybox /busybox\n`;
    const request = buildOf('probed-scratch', dockerfile);
    await real().engine.images.build(request, () => undefined);
    const Cmd = ['/busybox', 'httpd', '-f', '-p', '127.0.0.1:9000'];
    const HostConfig = { ReadonlyRootfs: true };
    await using container = await bareContainer(real(), { Image: request.ref, Cmd, HostConfig });
    await vi.waitFor(async () => expect(await socketsOf(container.id)).toEqual(['127.0.0.1 9000']), 10_000);
  });

  it('looks into a frozen container too', async () => {
    await using container = await bareContainer(real(), {
      Image: node,
      Cmd: ['node', '-e', 'net.createServer().listen(9000)'],
    });
    await vi.waitFor(async () => expect(await socketsOf(container.id)).toEqual([':: 9000']), 10_000);
    await real().docker.getContainer(container.id).pause();
    expect(await socketsOf(container.id)).toEqual([':: 9000']);
    await real().docker.getContainer(container.id).unpause();
  });

  it('brings its own image to an engine that does not have it, the same one each time', async () => {
    await using container = await bareContainer(real(), { Image: node, Cmd: ['sleep', '1000'] });
    const { docker } = real();
    const load = async (): Promise<string> => {
      expect(await socketsOf(container.id)).toEqual([]);
      return (await docker.getImage(probeImage).inspect()).Id;
    };
    const first = await load();
    await docker.getImage(probeImage).remove({ force: true });
    expect(await load()).toBe(first);
  });

  it('is gone afterwards, and carries meanwhile the labels by which what its owner left behind is found', async () => {
    await using container = await bareContainer(real(), { Image: node, Cmd: ['sleep', '1000'] });
    const begun = Date.now() / 1000;
    const labels = { ...owner, 'fc-containers.owner-process': randomUUID(), 'fc-containers.instance-id': 'c-1' };
    await probeNamespace(connection(), { id: container.id, labels });
    expect(await probesOf(real(), container.id)).toEqual([]);
    const created = await createdWith(
      real(),
      `fc-containers.owner-process=${labels['fc-containers.owner-process']}`,
      begun,
    );
    const { 'fc-containers.instance-id': _, ...ofOwner } = labels;
    expect(created).toEqual([expect.objectContaining(ofOwner)]);
    expect(created[0]).not.toHaveProperty(['fc-containers.instance-id']); // it is not an instance of the function
  });

  it('is gone also when nobody waits for it any more', async () => {
    await using container = await bareContainer(real(), { Image: node, Cmd: ['sleep', '1000'] });
    await using proxy = await engineProxy(real().engine.info.address);
    const cancel = new AbortController();
    const probing = probeNamespace(through(proxy), { id: container.id, labels: owner }, cancel.signal);
    await proxy.asked('/attach');
    cancel.abort();
    await expect(probing).rejects.toMatchObject({ name: 'AbortError' });
    await proxy.answered('DELETE /containers/');
    await vi.waitFor(async () => expect(await probesOf(real(), container.id)).toEqual([]));
  });

  it('has nothing to say of a container that does not run', async () => {
    await using container = await bareContainer(real(), { Image: node, Cmd: ['true'] });
    await real().docker.getContainer(container.id).wait();
    await expect(socketsOf(container.id)).rejects.toThrow(/running/);
    expect(await probesOf(real(), container.id)).toEqual([]);
  });

  it('does not try on an engine with another kind of processor than it is made for', async () => {
    const { docker, info } = connection();
    const engine = { docker, info: { ...info, architecture: 's390x' } };
    expect(await probeNamespace(engine, { id: 'any', labels: {} })).toBeUndefined();
  });
});

/** The probes in a container's network namespace, running or not. */
async function probesOf({ docker }: RealEngine, id: string): Promise<readonly string[]> {
  const containers = await docker.listContainers({ all: true, filters: { ancestor: [probeImage] } });
  const probes = await Promise.all(
    containers.map(async (each) =>
      docker
        .getContainer(each.Id)
        .inspect()
        .catch(() => undefined),
    ),
  );
  return probes.flatMap((probe) => (probe?.HostConfig.NetworkMode === `container:${id}` ? [probe.Name] : []));
}

/** The labels of every container with a label that was created since then (unix seconds), also of those that are gone. */
async function createdWith(
  { docker }: RealEngine,
  label: string,
  since: number,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const filters = JSON.stringify({ type: ['container'], event: ['create'], label: [label] });
  const events = await docker.getEvents({ since, until: Date.now() / 1000, filters });
  const text = await readText(events);
  const created = text.split('\n').filter(Boolean);
  return created.map(
    (line) => (JSON.parse(line) as { Actor: { Attributes: Record<string, string> } }).Actor.Attributes,
  );
}
