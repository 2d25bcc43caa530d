import { describe, expect, it } from 'vitest';
import { withResolvers } from '../../support/withResolvers.ts';
import { configFile, gated, idOf, serves, testEmulator } from './testEmulator.ts';

describe('Starting', () => {
  it('goes from nothing over starting to idle, and tells each change', async () => {
    const { emulator, states, seen } = await testEmulator();
    const instance = await emulator.start(idOf());
    expect(instance).toMatchObject({ state: 'idle', functionName: 'hello' });
    expect(states).toEqual(['', 'starting', 'starting starting', 'idle']);
    expect(seen().instance).toEqual(instance);
  });

  it('twice at the same time gives the same instance, and again when it runs', async () => {
    const { emulator, engine } = await testEmulator();
    const [first, second] = await Promise.all([emulator.start(idOf()), emulator.start(idOf())]);
    expect(second.instanceId).toBe(first.instanceId);
    expect((await emulator.start(idOf())).instanceId).toBe(first.instanceId);
    expect(engine.containers.processes.size).toBe(1);
  });

  it.each([
    ['that is not there', undefined, { code: 'ImageMissing', hint: 'Build hello first.' }],
    ['for another processor', { architecture: 'arm64' }, { code: 'ImageNotAmd64' }],
  ])('an image %s is refused before there is a container', async (_title, image, expected) => {
    const { emulator, engine, seen } = await testEmulator();
    engine.images.known.clear();
    if (image !== undefined) engine.addImage('hello:1', image);
    await expect(emulator.start(idOf())).rejects.toMatchObject(expected);
    expect(seen().activity).toBeUndefined();
    expect(seen().image?.architecture).toBe(image?.architecture);
  });

  it.each(["''", '${vars.image}'])(
    'a function of the image %s is refused before an engine is looked for',
    async (image) => {
      const { emulator, files, connects } = await testEmulator();
      files.put(configFile, (await files.readText(configFile))!.replace('image: hello:1', `image: ${image}`));
      await emulator.refresh(['/shop']);
      await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'ConfigInvalid' });
      await expect(emulator.build(idOf())).rejects.toMatchObject({ code: 'ConfigInvalid' });
      expect(connects()).toBe(0);
    },
  );

  it('remembers why it failed until the next start', async () => {
    let crashes = true;
    const { emulator, seen } = await testEmulator({
      program: async (container) => {
        if (crashes) container.exit(1);
        else await serves(container);
      },
    });
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'CAExited' });
    expect(seen()).toMatchObject({ startFailure: { code: 'CAExited' }, instance: { state: 'failed' } });
    crashes = false;
    await emulator.start(idOf());
    expect(seen().startFailure).toBeUndefined();
    expect(seen().instance?.state).toBe('idle');
  });

  it('can be cancelled by its caller while others go on waiting', async () => {
    const gate = gated();
    const { emulator, seen } = await testEmulator({ program: gate.program });
    const cancel = new AbortController();
    const impatient = emulator.start(idOf(), { signal: cancel.signal });
    const patient = emulator.start(idOf());
    await expect.poll(() => seen().instance?.state).toBe('starting');
    cancel.abort();
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' });
    gate.open();
    expect((await patient).state).toBe('idle');
  });

  it('waits until nothing is left of an instance that ended by itself, and takes over its port', async () => {
    const { emulator, engine, seen, containers } = await testEmulator();
    const { hostPort, containerId } = await emulator.start(idOf());
    const removing = withResolvers();
    const remove = engine.containers.remove.bind(engine.containers);
    engine.containers.remove = async (id) => {
      await removing.promise;
      return remove(id);
    };
    engine.containers.processes.get(containerId)!.exit(1);
    await expect.poll(() => seen().instance?.state).toBe('stopped');
    const starting = emulator.start(idOf());
    for (let tick = 0; tick < 20; tick++) await new Promise(setImmediate);
    expect(containers()).toEqual(['fc-hello']);
    removing.resolve(undefined);
    expect((await starting).hostPort).toBe(hostPort);
  });

  it('gives a function the port it had before', async () => {
    const { emulator } = await testEmulator();
    const { hostPort } = await emulator.start(idOf());
    expect((await emulator.restart(idOf())).hostPort).toBe(hostPort);
    await emulator.stop(idOf());
    expect((await emulator.start(idOf())).hostPort).toBe(hostPort);
  });
});
