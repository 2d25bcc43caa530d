import { describe, expect, it } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { idOf, serves, testEmulator } from './testEmulator.ts';

describe('Building', () => {
  it('replaces a running instance by one of the new image', async () => {
    const { emulator, seen, containers } = await testEmulator();
    const before = await emulator.start(idOf());
    const image = await emulator.build(idOf());
    expect(seen().instance).toMatchObject({ state: 'idle', imageId: image.id, hostPort: expect.any(Number) as number });
    expect(seen().instance?.instanceId).not.toBe(before.instanceId);
    expect(containers()).toEqual(['fc-hello']);
  });

  it('leaves a running instance alone when the image did not change, and starts none by itself', async () => {
    const { emulator, engine, seen } = await testEmulator();
    engine.builder = () => ({ id: 'sha256:same', program: serves });
    await emulator.build(idOf());
    expect(seen().instance).toBeUndefined();
    const { instanceId } = await emulator.start(idOf());
    await emulator.build(idOf());
    expect(seen().instance).toMatchObject({ state: 'idle', instanceId });
  });

  it('shows the wrong image it refuses, and leaves the instance of the old one', async () => {
    const { emulator, engine, seen } = await testEmulator();
    const { instanceId } = await emulator.start(idOf());
    engine.builder = () => ({ architecture: 'arm64' });
    await expect(emulator.build(idOf())).rejects.toMatchObject({ code: 'ImageNotAmd64' });
    expect(seen()).toMatchObject({ image: { architecture: 'arm64' }, instance: { state: 'idle', instanceId } });
  });

  it('that fails leaves everything as it was', async () => {
    const { emulator, engine, seen } = await testEmulator();
    await emulator.start(idOf());
    engine.builder = () => Promise.reject(new FcError('BuildFailed', 'Step 2 failed.'));
    await expect(emulator.build(idOf())).rejects.toMatchObject({ code: 'BuildFailed' });
    expect(seen()).toMatchObject({ instance: { state: 'idle' } });
    expect(seen().activity).toBeUndefined();
  });

  it('tells steps and output to its caller and to the log', async () => {
    const { emulator, engine, lines } = await testEmulator();
    engine.builder = ({ emit }) => {
      emit({ kind: 'step', step: 2, total: 3, text: 'RUN npm ci' });
      emit({ kind: 'output', text: 'added 3 packages', stream: 'stdout' });
      emit({ kind: 'cached' });
      return {};
    };
    const events: unknown[] = [];
    await emulator.build(idOf(), { onEvent: ({ kind }) => events.push(kind) });
    expect(events).toEqual(['step', 'output', 'cached']);
    expect(lines.map(({ source, text }) => `${source}: ${text}`)).toEqual([
      'build: Step 2/3 : RUN npm ci',
      'build: added 3 packages',
    ]);
  });
});
