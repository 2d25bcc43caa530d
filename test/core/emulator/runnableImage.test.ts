import { expect, describe, it } from 'vitest';
import { event, idOf, serves, testEmulator } from './testEmulator.ts';

describe('An image that is not on the engine', () => {
  it('is asked for, not fetched, unless the settings say so', async () => {
    const { emulator, engine, seen } = await testEmulator();
    engine.images.known.clear();
    engine.addRemoteImage('hello:1', { program: serves });
    await expect(emulator.invoke(idOf(), event())).rejects.toMatchObject({ code: 'ImageMissing' });
    expect(seen()).not.toHaveProperty('image');
  });

  it('is fetched from its registry when the settings say so, once, and that is told and counted', async () => {
    const { emulator, engine, lines } = await testEmulator({ settings: { pullMissingImage: true } });
    engine.images.known.clear();
    engine.addRemoteImage('hello:1', { program: serves });
    const { coldStart } = await emulator.invoke(idOf(), event());
    expect(coldStart?.pullMs).toBeGreaterThan(0);
    expect(lines.map(({ text }) => text)).toContain('Pulling hello:1');
    await emulator.stop(idOf());
    expect((await emulator.invoke(idOf(), event())).coldStart?.pullMs).toBe(0);
    expect(lines.filter(({ text }) => text === 'Pulling hello:1')).toHaveLength(1);
  });
});
