import Docker from 'dockerode';
import { expect, it, vi } from 'vitest';
import type { EngineInfo } from '../../../src/core/ports/containerEngine.ts';
import type { EngineConnection } from '../../../src/docker/engineConnection.ts';
import { listeningSockets } from '../../../src/docker/listeningSockets.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { bareContainer } from './bareContainer.ts';
import { engineProxy, type EngineProxy } from './engineProxy.ts';

const server = { Image: 'fc-containers/node:22', Cmd: ['node', '-e', 'net.createServer().listen(9000, "127.0.0.1")'] };
const onLoopback = [{ address: '127.0.0.1', port: 9000 }];

/** What differs from the engine the tests have. */
const engines = {
  'on this machine': { containersReachable: true },
  elsewhere: { containersReachable: false },
  'elsewhere, of a kind the probe is not made for': { containersReachable: false, architecture: 's390x' },
} as const satisfies Record<string, Partial<EngineInfo>>;

describeWithEngine('The sockets that listen in a container', (real) => {
  const through = (proxy: EngineProxy, changes: Partial<EngineInfo>): EngineConnection => ({
    docker: new Docker({ socketPath: proxy.address.replace('unix://', '') }),
    info: { ...real().engine.info, ...changes },
  });

  const ways: readonly (readonly [keyof typeof engines, asks: RegExp, asksNot: RegExp])[] = [
    ['on this machine', /\/json/, /\/create|\/exec/],
    ['elsewhere', /\/create/, /\/exec/],
    ['elsewhere, of a kind the probe is not made for', /\/exec/, /\/create/],
  ];
  it.each(ways)('are seen on an engine %s', async (engine, asks, asksNot) => {
    await using container = await bareContainer(real(), server);
    await using proxy = await engineProxy(real().engine.info.address);
    const connection = through(proxy, engines[engine]);
    await vi.waitFor(async () => expect(await listeningSockets(connection, container.id)).toEqual(onLoopback), 10_000);
    expect(proxy.sent()).toMatch(asks);
    expect(proxy.sent()).not.toMatch(asksNot);
  });

  it.each(['on this machine', 'elsewhere'] as const)('are seen while it is frozen, on an engine %s', async (engine) => {
    const connection = { docker: real().docker, info: { ...real().engine.info, ...engines[engine] } };
    await using container = await bareContainer(real(), server);
    await vi.waitFor(async () => expect(await listeningSockets(connection, container.id)).toEqual(onLoopback), 10_000);
    await real().docker.getContainer(container.id).pause();
    expect(await listeningSockets(connection, container.id)).toEqual(onLoopback);
  });

  it.each(Object.keys(engines) as (keyof typeof engines)[])(
    'are nothing to ask for when it does not run, on an engine %s',
    async (engine) => {
      await using proxy = await engineProxy(real().engine.info.address);
      const connection = through(proxy, engines[engine]);
      await using container = await bareContainer(real(), { ...server, Cmd: ['true'] });
      await real().docker.getContainer(container.id).wait();
      expect(await listeningSockets(connection, container.id)).toBeUndefined();
      expect(await listeningSockets(connection, '0'.repeat(64))).toBeUndefined();
      expect(proxy.sent()).not.toMatch(/POST/); // and nothing is started for it
    },
  );
});
