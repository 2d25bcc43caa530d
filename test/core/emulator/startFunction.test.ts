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

  it('does not wait for what is left of an instance that ended by itself', async () => {
    const { emulator, engine, seen, containers } = await testEmulator();
    const { containerId } = await emulator.start(idOf());
    const removing = withResolvers();
    const remove = engine.containers.remove.bind(engine.containers);
    engine.containers.remove = async (id) => {
      if (id === containerId) await removing.promise;
      return remove(id);
    };
    engine.containers.processes.get(containerId)!.exit(1);
    await expect.poll(() => seen().instance?.state).toBe('stopped');
    expect((await emulator.start(idOf())).containerId).not.toBe(containerId);
    removing.resolve(undefined);
    await expect.poll(containers).toEqual(['fc-hello']);
  });

  it('gives a function the URL it had before', async () => {
    const { emulator, seen } = await testEmulator();
    await emulator.start(idOf());
    const { url } = seen();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await emulator.restart(idOf());
    expect(seen().url).toBe(url);
    await emulator.stop(idOf());
    expect(seen().url).toBeUndefined();
    await emulator.start(idOf());
    expect(seen().url).toBe(url);
  });

  it('serves at that URL, and not any more once it is stopped', async () => {
    const { emulator, seen } = await testEmulator();
    await emulator.start(idOf());
    const { url } = seen();
    const response = await fetch(`${url}/path`);
    expect([response.status, await response.text()]).toEqual([200, 'hello']);
    expect(response.headers.get('x-fc-request-id')).toMatch(/^1-/);
    await emulator.stop(idOf());
    await expect(fetch(`${url}/path`)).rejects.toThrow();
  });
});
