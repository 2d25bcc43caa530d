import { describe, expect, it } from 'vitest';
import { withResolvers } from '../../support/withResolvers.ts';
import { configFile, event, gated, idOf, testEmulator } from './testEmulator.ts';

describe('Looking again', () => {
  it('keeps a running function though its file is half-typed, and forgets it once it is stopped', async () => {
    const { emulator, files, seen } = await testEmulator();
    await emulator.start(idOf());
    files.put(configFile, 'resources:\n  hello:\n    component: [');
    await emulator.refresh(['/shop']);
    expect(seen().instance?.state).toBe('idle');
    await emulator.stop(idOf());
    await emulator.refresh(['/shop']);
    expect(emulator.snapshot().functions).toEqual([]);
    expect([...emulator.snapshot().configFindings.values()].flat().length).toBeGreaterThan(0);
  });

  it('keeps a function whose start waits for its turn', async () => {
    const gate = gated();
    const { emulator, files, seen } = await testEmulator({ program: gate.program });
    const starting = emulator.start(idOf());
    files.put(configFile, '');
    await emulator.refresh(['/shop']);
    gate.open();
    await starting;
    expect(seen().instance?.state).toBe('idle');
  });

  it('takes what was written last, though an earlier look comes back later', async () => {
    const { emulator, files, seen } = await testEmulator();
    const before = (await files.readText(configFile))!;
    const [reached, gate] = [withResolvers(), withResolvers()];
    const readText = files.readText.bind(files);
    let looks = 0;
    files.readText = async (path) => {
      const text = await readText(path);
      if (path === configFile && ++looks === 2) {
        reached.resolve(undefined); // it has been found and read once more, for good
        await gate.promise;
      }
      return text;
    };
    const first = emulator.refresh(['/shop']);
    await reached.promise;
    files.put(configFile, before.replace('memorySize: 512', 'memorySize: 1024'));
    const second = emulator.refresh(['/shop']);
    for (let tick = 0; tick < 20; tick++) await new Promise(setImmediate);
    gate.resolve(undefined);
    await Promise.all([first, second]);
    expect(seen().spec.memorySize).toBe(1024);
  });

  it('keeps what is known about a function whose file changed', async () => {
    const { emulator, files, seen } = await testEmulator();
    await emulator.start(idOf());
    const text = (await files.readText(configFile))!;
    files.put(configFile, text.replace('memorySize: 512', 'memorySize: 1024'));
    await emulator.refresh(['/shop']);
    expect(seen()).toMatchObject({ spec: { memorySize: 1024 }, instance: { state: 'idle' } });
  });
});

describe('A file that may not be read', () => {
  it('is told, and hides no function of the others', async () => {
    const { emulator, files } = await testEmulator();
    files.put('/other/s.yaml', 'resources: {}');
    const readText = files.readText.bind(files);
    files.readText = (path) =>
      path === '/other/s.yaml' ? Promise.reject(new Error('EACCES: permission denied')) : readText(path);
    await emulator.refresh(['/shop', '/other']);
    const { functions, configFindings } = emulator.snapshot();
    expect(functions.map(({ spec }) => spec.functionName)).toEqual(['hello']);
    expect(configFindings.get('/other/s.yaml')).toMatchObject([
      { code: 'unreadable-config', severity: 'error', message: expect.stringContaining('EACCES') as string },
    ]);
  });
});

describe('A running instance', () => {
  it('keeps what s.yaml said when it was started', async () => {
    const { emulator, files } = await testEmulator();
    await emulator.start(idOf());
    const text = (await files.readText(configFile))!;
    files.put(configFile, text.replace('memorySize: 512', 'memorySize: 1024'));
    await emulator.refresh(['/shop']);
    expect((await emulator.invoke(idOf(), event())).memorySizeMb).toBe(512);
    await emulator.restart(idOf());
    expect((await emulator.invoke(idOf(), event())).memorySizeMb).toBe(1024);
  });
});
