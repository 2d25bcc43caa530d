import Docker from 'dockerode';
import { expect, it } from 'vitest';
import { pullImage } from '../../../src/docker/pullImage.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { freePort } from '../../support/freePort.ts';
import { engineProxy } from './engineProxy.ts';
import { httpSocket } from './fakeSocket.ts';
import { localRegistry } from './localRegistry.ts';

describeWithEngine('A pull', (real) => {
  it('fetches an image and tells how far it is', async () => {
    await using registry = await localRegistry();
    const progress: string[] = [];
    await real().engine.images.pull(registry.ref('good'), (text) => progress.push(text));
    expect(await real().engine.images.inspect(registry.ref('good'))).toMatchObject({ architecture: 'amd64' });
    expect(progress[0]).toBe('0 of 1 layer');
    expect(progress.at(-1)).toBe('1 of 1 layer, 3 of 3 MB');
    expect(new Set(progress).size).toBe(progress.length); // only what is news
  });

  const failures = [
    ['absent', 'ImageMissing', /: there is no such image or tag\.$/],
    ['private', 'ImageMissing', /: the registry asks for a sign-in\.$/],
    ['arm', 'ImageNotAmd64', /: it does not exist for linux\/amd64\.$/],
    ['arm-list', 'ImageNotAmd64', /: it does not exist for linux\/amd64\.$/],
  ] as const;
  it.each(failures)('of what is %s says so', async (tag, code, message) => {
    await using registry = await localRegistry();
    const pulling = real().engine.images.pull(registry.ref(tag), () => undefined);
    await expect(pulling).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it('from where nobody listens says so, and that it sends no credentials', async () => {
    const ref = `127.0.0.1:${await freePort()}/a/b:1`;
    await expect(real().engine.images.pull(ref, () => undefined)).rejects.toMatchObject({
      code: 'ImageMissing',
      message: `The image ${ref} could not be pulled: its registry refuses connections.`,
      hint: expect.stringContaining('no credentials yet') as string,
    });
  });

  it.each([
    ['Not A Name', /that is no name of an image\.$/],
    ['registry.invalid/a/b:1', /its registry (?:is unknown here \(no such host\)|does not answer)\.$/],
  ])('of %s says what is wrong with it', async (ref, message) => {
    const pulling = real().engine.images.pull(ref, () => undefined);
    await expect(pulling).rejects.toMatchObject({ message: expect.stringMatching(message) as string });
  });

  it('does not wait for ever for a registry that keeps silent', async () => {
    await using registry = await localRegistry();
    const connection = { docker: real().docker, info: real().engine.info };
    const call = { ref: registry.ref('silent'), onProgress: () => undefined, signal: undefined, answerMs: 300 };
    await expect(pullImage(connection, call)).rejects.toMatchObject({
      code: 'ImageMissing',
      message: expect.stringMatching(/: its registry does not answer\.$/) as string,
    });
  });

  it('that is cancelled ends on the engine too', async () => {
    await using registry = await localRegistry();
    const cancel = new AbortController();
    const pulling = real().engine.images.pull(registry.ref('slow'), () => undefined, cancel.signal);
    await registry.stuck;
    cancel.abort();
    await expect(pulling).rejects.toMatchObject({ name: 'AbortError' });
    await registry.hungUp;
    expect(await real().engine.images.inspect(registry.ref('slow'))).toBeUndefined();
  });

  it('that was cancelled before asks nobody', async () => {
    await using proxy = await engineProxy(real().engine.info.address);
    const docker = new Docker({ socketPath: proxy.address.replace('unix://', '') });
    const call = { ref: 'a:1', onProgress: () => undefined, signal: AbortSignal.abort() };
    await expect(pullImage({ docker, info: real().engine.info }, call)).rejects.toMatchObject({ name: 'AbortError' });
    expect(proxy.sent()).toBe('');
  });

  it('that the engine gives up in silence is no success', async () => {
    await using socket = await httpSocket(({ url = '' }, response) => {
      if (url.startsWith('/images/create')) response.end('{"status":"Pulling from a","id":"1"}\n');
      else response.writeHead(404).end('{"message":"No such image"}');
    });
    const connection = { docker: new Docker({ socketPath: socket.path }), info: real().engine.info };
    const call = { ref: 'a:1', onProgress: () => undefined, signal: undefined };
    await expect(pullImage(connection, call)).rejects.toMatchObject({
      code: 'ImageMissing',
      message: 'The image a:1 could not be pulled: the engine ended it without an image.',
    });
  });
});
