import { expect, it } from 'vitest';
import { describeWithEngine, testDockerfile, type RealEngine } from '../../support/realEngine.ts';
import { buildOf } from '../contract/engineContract.ts';

describeWithEngine('How a file in a container begins', (real) => {
  const headOf = async (path: string): Promise<string | undefined> => {
    await using container = await created(real());
    const head = await real().engine.containers.fileHead(container.id, path);
    return head && Buffer.from(head).toString('latin1');
  };

  it.each([
    ['/app/run.sh', '#!/bin/sh\r\n'],
    ['./run.sh', '#!/bin/sh\r\n'],
    ['run.sh', '#!/bin/sh\r\n'],
    ['/linked', '#!/bin/sh\r\n'],
    ['/app/linked-too', '#!/bin/sh\r\n'],
    ['/app/empty', ''],
    ['/no/such/file', undefined],
    ['/app', undefined],
    ['/app/broken', undefined],
  ])('is seen of %s', async (path, head) => {
    expect(await headOf(path)).toBe(head);
  });

  it('is 4 KB of a program, however large that is', async () => {
    const head = await headOf('/bin/busybox');
    expect(head?.length).toBe(4096);
    expect(head?.slice(0, 4)).toBe('\x7fELF');
  });
});

/** A container that never ran. */
async function created({ engine, docker }: RealEngine): Promise<AsyncDisposable & { readonly id: string }> {
  const files = { 'run.sh': '#!/bin/sh\r\n', empty: '' };
  const links = 'ln -s /app/run.sh /linked; ln -s ../linked linked-too; ln -s none broken';
  const dockerfile = testDockerfile('WORKDIR /app', 'COPY run.sh empty ./', `RUN ${links}`);
  const request = buildOf('file-head', dockerfile, files);
  await engine.images.build(request, () => undefined);
  const container = await docker.createContainer({ Image: request.ref });
  return {
    id: container.id,
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true });
    },
  };
}
