import { describe, expect, it } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { event, idOf, serves, testEmulator } from './testEmulator.ts';

describe('An engine that goes away', () => {
  it('takes its instances with it, and is looked for again with the next need', async () => {
    const second = new FakeEngine();
    second.addImage('hello:1', { program: serves });
    let lost = false;
    const { emulator, engine, seen, connects } = await testEmulator({
      connect: (first) => Promise.resolve(lost ? second : first),
    });
    const before = await emulator.start(idOf());
    lost = true;
    engine.die();
    await expect.poll(() => seen().instance).toMatchObject({ state: 'stopped', termination: 'engineLost' });
    // the engine that comes back still has the container, under the same id
    const [orphan] = engine.containers.processes.values();
    expect(await second.containers.create(orphan!.plan)).toBe(before.containerId);
    engine.containers.processes.clear();
    const after = await emulator.start(idOf());
    expect(after.instanceId).not.toBe(before.instanceId);
    expect(connects()).toBe(2);
    expect([...second.containers.processes.keys()]).toEqual([after.containerId]);
    await emulator.stop(idOf());
    expect(second.containers.processes.size).toBe(0);
  });

  it('is looked for again after it could not be found', async () => {
    let there = false;
    const { emulator, connects } = await testEmulator({
      connect: (engine) =>
        there ? Promise.resolve(engine) : Promise.reject(new FcError('EngineNotFound', 'There is no engine.')),
    });
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'EngineNotFound' });
    there = true;
    await emulator.start(idOf());
    expect(connects()).toBe(2);
  });

  it('is looked for again when its address changed, and running instances stay with the old one', async () => {
    const second = new FakeEngine();
    let engines = 0;
    const { emulator, containers } = await testEmulator({
      connect: (first) => Promise.resolve(engines++ === 0 ? first : second),
    });
    await emulator.start(idOf());
    emulator.reconnect();
    expect((await emulator.invoke(idOf(), event())).statusCode).toBe(200);
    await emulator.stop(idOf());
    expect(containers()).toEqual([]);
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'ImageMissing' }); // on the new one
  });
});
