import { describe, expect, it } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import type { FakeEngine } from '../../support/fakeEngine.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { event, gated, idOf, serves, testEmulator } from './testEmulator.ts';

describe('An emulator', () => {
  it('does not look for an engine before it needs one', async () => {
    const { emulator, connects } = await testEmulator();
    expect(emulator.snapshot().functions.length).toBe(1);
    expect(connects()).toBe(0);
    await emulator.start(idOf());
    await emulator.invoke(idOf(), event());
    expect(connects()).toBe(1);
  });

  it('knows no function nobody declared', async () => {
    const { emulator } = await testEmulator();
    const missing = { code: 'FunctionNotFound', message: "function '/shop/s.yaml#nobody' does not exist." };
    await expect(emulator.start(idOf('nobody'))).rejects.toMatchObject(missing);
    await expect(emulator.stop(idOf('nobody'))).rejects.toMatchObject(missing);
    await expect(emulator.invoke(idOf('nobody'), event())).rejects.toMatchObject(missing);
    expect(() => emulator.build(idOf('nobody'))).toThrow(expect.objectContaining(missing));
  });

  it('removes what a killed owner left on the engine before it starts anything', async () => {
    const orphan = { 'fc-containers.managed': 'true', 'fc-containers.owner-host': 'desk' };
    const left = async (engine: FakeEngine): Promise<FakeEngine> => {
      for (const processId of ['50', '500'])
        await engine.containers.create({
          name: `of ${processId}`,
          image: 'hello:1',
          environment: {},
          labels: { ...orphan, 'fc-containers.owner-process': processId },
          memoryBytes: 1e9,
          cpus: 1,
          diskBytes: 1e9,
          mounts: [],
        });
      return engine;
    };
    const { emulator, engine, containers, traces } = await testEmulator({ connect: left });
    await emulator.start(idOf());
    expect(containers()).toEqual(['of 50', 'fc-hello']); // 50 lives
    expect(traces).toContain('removed 1 containers of an earlier session');
    engine.containers.processes.delete([...engine.containers.processes.keys()][0]!);
  });

  it('works though what was left cannot be removed', async () => {
    const { emulator, traces } = await testEmulator({
      connect: (engine) => {
        engine.containers.list = () => Promise.reject(new FcError('EngineFailed', 'no list today'));
        return Promise.resolve(engine);
      },
    });
    await emulator.start(idOf());
    expect(traces.join()).toContain('no list today');
  });
});

describe('Disposing', () => {
  it('ends what runs, what starts and what is built, and leaves nothing', async () => {
    const gate = gated();
    const { emulator, engine, containers, seen } = await testEmulator({
      functions: { hello: [], slow: [], built: [] },
      program: async (container) => (container.plan.image === 'slow:1' ? gate.program(container) : serves(container)),
    });
    await emulator.start(idOf());
    const building = withResolvers();
    engine.builder = async ({ signal }) => {
      building.resolve(undefined);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return {};
    };
    const unfinished = Promise.allSettled([emulator.start(idOf('slow')), emulator.build(idOf('built'))]);
    await expect.poll(() => seen('slow').instance?.state).toBe('starting');
    await building.promise;
    const removing = withResolvers();
    const remove = engine.containers.remove.bind(engine.containers);
    engine.containers.remove = async (id) => {
      if (engine.containers.processes.get(id)?.plan.image === 'slow:1') await removing.promise;
      return remove(id);
    };
    let disposed = false;
    const disposing = emulator[Symbol.asyncDispose]().then(() => (disposed = true));
    await expect.poll(() => containers()).toEqual(['fc-slow']);
    for (let tick = 0; tick < 20; tick++) await new Promise(setImmediate);
    expect(disposed).toBe(false); // the engine has not removed everything yet
    removing.resolve(undefined);
    await disposing;
    expect(containers()).toEqual([]);
    for (const work of await unfinished) expect(work).toMatchObject({ reason: { name: 'AbortError' } });
    expect(seen().instance).toMatchObject({ state: 'stopped', termination: 'deactivated' });
  });

  it('waits for an end that is under way', async () => {
    const { emulator, engine, containers } = await testEmulator({
      functions: { hello: ['timeout: 1'] },
      program: async (container) => container.listen(() => undefined),
    });
    const removing = withResolvers();
    const remove = engine.containers.remove.bind(engine.containers);
    engine.containers.remove = async (id) => {
      await removing.promise;
      return remove(id);
    };
    await emulator.invoke(idOf(), event()); // times out, and its instance is being replaced
    const disposed = emulator[Symbol.asyncDispose]();
    removing.resolve(undefined);
    await disposed;
    expect(containers()).toEqual([]);
  });

  it('lets nothing begin afterwards', async () => {
    const { emulator, connects } = await testEmulator();
    await emulator[Symbol.asyncDispose]();
    await expect(emulator.start(idOf())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(emulator.build(idOf())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(emulator.invoke(idOf(), event())).rejects.toMatchObject({ name: 'AbortError' });
    expect(connects()).toBe(0);
  });

  it('answers a call that is under way as cancelled', async () => {
    const called = withResolvers();
    const { emulator, containers } = await testEmulator({
      program: async (container) => container.listen(() => called.resolve(undefined)),
    });
    // the probe of the published port is a request too: only what comes after the start counts
    await emulator.start(idOf());
    const invoking = emulator.invoke(idOf(), event());
    await called.promise;
    await new Promise(setImmediate);
    await emulator[Symbol.asyncDispose]();
    expect(await invoking).toMatchObject({ statusCode: 499, error: { type: 'ClientClosedRequest' } });
    expect(containers()).toEqual([]);
  });
});
