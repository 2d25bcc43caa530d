import { describe, expect, it } from 'vitest';
import { idOf, testEmulator } from './testEmulator.ts';

const mounts =
  'nasConfig: {userId: 0, groupId: 0, mountPoints: [{mountDir: /mnt/data, serverAddr: "nas.example:/"}, ' +
  '{mountDir: /mnt/more, serverAddr: "nas.example:/more"}]}';

describe('An instance, before there is a container', () => {
  it('has the folders that stand for its mounts, and the log says which are missing, once', async () => {
    const { emulator, engine, files, lines } = await testEmulator({
      functions: { hello: [mounts] },
      settings: { mounts: { '/mnt/data': '/home/me/data' } },
    });
    files.put('/home/me/data/a.txt', 'a');
    await emulator.start(idOf());
    const [container] = engine.containers.processes.values();
    expect(container?.plan.mounts).toEqual([
      { hostFolder: '/home/me/data', containerFolder: '/mnt/data', readOnly: false },
    ]);
    await emulator.restart(idOf());
    const missing = lines.filter(({ text }) => text.includes('/mnt/more'));
    expect(missing).toHaveLength(1);
    expect(missing[0]?.text).toContain('fcContainer.mounts');
  });

  it('is refused when its environment is more than the platform takes', async () => {
    const functions = { hello: [`environmentVariables: {A: "${'x'.repeat(4096)}"}`] };
    const { emulator, containers } = await testEmulator({ functions });
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'ConfigInvalid' });
    expect(containers()).toEqual([]);
  });

  it('has the account of the settings, and a name that tells whose it is', async () => {
    const { emulator, engine } = await testEmulator({ settings: { accountId: '42' } });
    const { instanceId } = await emulator.start(idOf());
    const [container] = engine.containers.processes.values();
    expect(container?.plan.environment).toMatchObject({ FC_ACCOUNT_ID: '42', FC_INSTANCE_ID: instanceId });
    expect(container?.plan.name).toBe(`fc-hello-${instanceId.slice(-12)}`);
  });
});
