import { expect, it, vi } from 'vitest';
import { connectEngine } from '../../../src/docker/connectEngine.ts';
import { startContainer, type PlanChanges } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { engineProxy } from './engineProxy.ts';

const losesChild: PlanChanges = {
  image: 'fc-containers/node:22',
  // a child that is forked, as a worker of a server is
  command: [
    'node',
    '-e',
    `const { spawn } = require('child_process');
     const eater = "const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))";
     spawn(process.execPath, ['-e', eater]).on('exit', (_code, signal) => console.log('lost a child to ' + signal));
     setInterval(() => {}, 1e6);`,
  ],
  memoryBytes: 128 * 1024 ** 2,
};

describeWithEngine('A process that is killed for want of memory', (real) => {
  it('is told although its parent lives on', async () => {
    const { engine } = real();
    const killed: string[] = [];
    const forget = engine.containers.onOutOfMemory((id) => killed.push(id));
    await using container = await startContainer(engine, losesChild);
    await container.prints('lost a child to SIGKILL');
    await expect.poll(() => killed).toContain(container.id);
    expect(await engine.containers.inspect(container.id)).toMatchObject({ running: true });
    forget();
  });

  it('is told when the engine broke the connection meanwhile, and to all listeners over one connection', async () => {
    await using proxy = await engineProxy(real().engine.info.address);
    const options = { environment: {}, platform: 'linux', homeFolder: '/', address: proxy.address } as const;
    const engine = await connectEngine(options);
    const killed: string[] = [];
    const forget = ['one', 'two'].map((name) => engine.containers.onOutOfMemory((id) => killed.push(`${name} ${id}`)));
    const connections = (): number => proxy.sent().split('GET /events').length - 1;
    await proxy.answered('GET /events');
    expect(connections()).toBe(1);
    proxy.breakOff();
    await vi.waitUntil(() => connections() === 2);
    await using container = await startContainer(engine, losesChild);
    await container.prints('lost a child to SIGKILL');
    await expect.poll(() => killed).toEqual(expect.arrayContaining([`one ${container.id}`, `two ${container.id}`]));
    for (const end of forget) end();
  });

  it('is told of no container that somebody else runs', async () => {
    const { engine } = real();
    const other = await connectEngine({
      environment: {},
      platform: 'linux',
      homeFolder: '/',
      address: engine.info.address,
    });
    const killed: string[] = [];
    const heard: string[] = [];
    const forget = [
      other.containers.onOutOfMemory((id) => killed.push(id)),
      engine.containers.onOutOfMemory((id) => heard.push(id)),
    ];
    await using container = await startContainer(engine, losesChild);
    await expect.poll(() => heard).toContain(container.id);
    expect(killed).toEqual([]);
    for (const end of forget) end();
  });
});
