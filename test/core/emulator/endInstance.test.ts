import { describe, expect, it } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { gated, idOf, testEmulator } from './testEmulator.ts';

describe('Stopping', () => {
  it('removes the container and says so; a second time it does nothing', async () => {
    const { emulator, containers, seen } = await testEmulator();
    await emulator.start(idOf());
    await emulator.stop(idOf());
    expect(containers()).toEqual([]);
    expect(seen().instance).toMatchObject({ state: 'stopped', termination: 'user' });
    await emulator.stop(idOf());
  });

  it('ends a start that is under way, for everybody who waits for it', async () => {
    const { emulator, containers, seen } = await testEmulator({ program: gated().program });
    const starting = Promise.allSettled([emulator.start(idOf()), emulator.start(idOf())]);
    await expect.poll(() => seen().instance?.state).toBe('starting');
    await emulator.stop(idOf());
    for (const start of await starting) expect(start).toMatchObject({ reason: { name: 'AbortError' } });
    expect(containers()).toEqual([]);
    expect(seen()).toMatchObject({ instance: { state: 'failed' } });
    expect(seen().startFailure).toBeUndefined(); // nothing is wrong with the function
  });

  it('and starting again while it starts gives a new instance', async () => {
    const gate = gated();
    const { emulator, containers, seen } = await testEmulator({ program: gate.program });
    const first = emulator.start(idOf());
    const refused = expect(first).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => seen().instance?.state).toBe('starting');
    const restarted = emulator.restart(idOf());
    await refused;
    gate.open();
    expect((await restarted).state).toBe('idle');
    expect(containers()).toEqual(['fc-hello']);
  });

  it('ends a start that a build began', async () => {
    const { emulator, engine, containers, seen } = await testEmulator();
    await emulator.start(idOf());
    engine.builder = () => ({ id: 'sha256:new', program: gated().program });
    const building = expect(emulator.build(idOf())).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => seen().instance?.imageId).toBe('sha256:new');
    await emulator.stop(idOf());
    await building;
    expect(containers()).toEqual([]);
  });

  it('does not wait for a build, which does not start again what was stopped', async () => {
    const { emulator, engine, containers, seen } = await testEmulator();
    const built = withResolvers();
    await emulator.start(idOf());
    engine.builder = async () => {
      await built.promise;
      return { id: 'sha256:new' };
    };
    const building = emulator.build(idOf());
    await expect.poll(() => seen().activity).toBe('building');
    await emulator.stop(idOf());
    expect(containers()).toEqual([]);
    built.resolve(undefined);
    await building;
    expect(containers()).toEqual([]);
  });

  it('frees nothing in silence when the engine is gone', async () => {
    const { emulator, engine, seen } = await testEmulator();
    await emulator.start(idOf());
    engine.containers.stop = () => Promise.reject(new FcError('EngineNotRunning', 'The engine is not running.'));
    await expect(emulator.stop(idOf())).rejects.toMatchObject({ code: 'EngineNotRunning' });
    expect(seen().instance?.state).toBe('stopped');
    expect(seen().activity).toBeUndefined();
  });
});
