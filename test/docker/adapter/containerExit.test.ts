import { expect, it } from 'vitest';
import { connectEngine } from '../../../src/docker/connectEngine.ts';
import { startContainer, testPlan } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { engineProxy } from './engineProxy.ts';

const busybox = 'fc-containers/busybox:1';
const node = 'fc-containers/node:22';

describeWithEngine("A container's end", (real) => {
  it('is told as out of memory when it outgrows its limit', async () => {
    const command = ['node', '-e', 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))'];
    const { engine } = real();
    await using container = await startContainer(engine, { image: node, command, memoryBytes: 64 * 1024 ** 2 });
    expect(await engine.containers.waitForExit(container.id)).toEqual({ exitCode: 137, oomKilled: true });
    expect(await engine.containers.inspect(container.id)).toMatchObject({ running: false, oomKilled: true });
  });

  it('is told with the exit code of a crash', async () => {
    const { engine } = real();
    await using container = await startContainer(engine, {
      image: node,
      command: ['node', '-e', 'throw new Error("oh")'],
    });
    expect(await engine.containers.waitForExit(container.id)).toEqual({ exitCode: 1, oomKilled: false });
    await container.ended;
    expect(container.printed('stderr')).toContain('Error: oh');
  });

  it('is not waited for when the engine goes away, and the output ends too', async () => {
    const { engine } = real();
    await using proxy = await engineProxy(engine.info.address);
    const proxied = await connectEngine({
      environment: {},
      platform: 'linux',
      homeFolder: '/',
      address: proxy.address,
    });
    await using container = await startContainer(engine, { image: busybox, command: ['sleep', '1000'] });
    const output = await proxied.containers.attach(container.id, () => undefined);
    const waiting = proxied.containers.waitForExit(container.id);
    await proxy.answered(`/containers/${container.id}/wait`);
    proxy.die();
    await expect(waiting).rejects.toMatchObject({ code: 'EngineNotRunning' });
    await output.ended;
    await expect(proxied.containers.inspect(container.id)).rejects.toMatchObject({ code: 'EngineNotFound' });
  });
});

describeWithEngine('A start that fails says why:', (real) => {
  const failures: readonly (readonly [title: string, command: readonly string[], message: string])[] = [
    ['no such file', ['/no/such'], 'The start command "/no/such" cannot be run: there is no such file in the image.'],
    ['nothing of that name in PATH', ['gunicorn'], '"gunicorn" cannot be run: there is no such file in the image.'],
    ['not executable', ['/etc/passwd'], '"/etc/passwd" cannot be run: it is not an executable file.'],
    ['a folder', ['/tmp'], '"/tmp" cannot be run: it is not an executable file.'],
  ];
  for (const [title, command, message] of failures) {
    it(title, async () => {
      const starting = startContainer(real().engine, { image: busybox, command });
      await expect(starting).rejects.toMatchObject({
        code: 'CAExited',
        message: expect.stringContaining(message) as string,
      });
    });
  }

  it('an image that was never built names itself and the next step', async () => {
    const creating = real().engine.containers.create(testPlan({ image: 'fc-containers-test/absent:1' }));
    await expect(creating).rejects.toMatchObject({
      code: 'ImageMissing',
      message: 'The image fc-containers-test/absent:1 is not on this engine.',
      hint: 'Build the function first.',
    });
  });
});
