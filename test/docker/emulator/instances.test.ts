import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { describeWithEngine, labelOfRun } from '../../support/realEngine.ts';
import {
  busyboxImage,
  invocationsUrl,
  nodeImage,
  nodeServer,
  patience,
  realFunction,
  type RealFunction,
} from './realFunction.ts';

/** Holds calls of `/hold` until it is asked, past the gateway, to let go. */
const holding = (text: string) =>
  nodeServer(`
    globalThis.held ??= [];
    if (request.url === '/let-go') for (const letGo of held.splice(0)) letGo();
    if (request.url === '/hold') {
      console.log('held');
      await new Promise((letGo) => held.push(letGo));
    }
    response.end(${text});`);
const holdingServer = { image: nodeImage, command: holding('process.env.FC_INSTANCE_ID') };

async function letGo({ hostPort }: Instance): Promise<void> {
  await fetch(`http://127.0.0.1:${hostPort}/let-go`);
}

async function hold(fn: RealFunction): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${fn.seen().url!}/hold`);
  return { status: answer.status, text: await answer.text() };
}

const states = ({ seen }: RealFunction) => seen().instances.map(({ state }) => state);
const ids = ({ seen }: RealFunction) => seen().instances.map(({ instanceId }) => instanceId);
const heldCalls = ({ log }: RealFunction) => log().filter((text) => text === 'held').length;

describeWithEngine('A function that takes one call at a time', (real) => {
  it('gets an instance for each call up to a limit, then lets calls wait, then refuses them', async () => {
    const fn = await realFunction(real(), {
      ...holdingServer,
      props: ['timeout: 60'],
      settings: { maxInstances: 3, maxQueuedRequests: 1, idleTimeoutSeconds: 1 },
    });
    await fn.emulator.start(fn.id);
    const served = [hold(fn), hold(fn), hold(fn)];
    await expect.poll(() => heldCalls(fn), patience).toBe(3);
    expect(states(fn)).toEqual(['busy', 'busy', 'busy']);
    expect(await fn.containers()).toHaveLength(3);

    const more = [hold(fn), hold(fn)]; // one of them waits, whichever comes first
    const refused = await Promise.race(more);
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.text)).toMatchObject({
      Code: 'ResourceExhausted',
      Message: `${fn.name} has 3 busy instances, and 1 requests wait for one.`,
    });
    expect(heldCalls(fn)).toBe(3);
    const [, second] = fn.seen().instances;
    await letGo(second!);
    await expect.poll(() => heldCalls(fn), patience).toBe(4); // the one that waited
    const instances = ids(fn);
    await Promise.all(fn.seen().instances.map(letGo));
    const answers = await Promise.all([...served, ...more]);
    const servedBy = answers.filter(({ status }) => status === 200).map(({ text }) => text);
    expect([...servedBy].sort()).toEqual([...instances, second!.instanceId].sort());

    // quiet again: all but the one that was started by hand
    await expect.poll(() => states(fn), patience).toEqual(['idle']);
    await expect.poll(fn.containers, patience).toHaveLength(1);
  });

  it('keeps as many instances as s.yaml says, whatever becomes of them', async () => {
    const fn = await realFunction(real(), {
      ...holdingServer,
      props: ['timeout: 60', 'scalingConfig: { minInstances: 2 }'],
      settings: { idleTimeoutSeconds: 1 },
    });
    await fn.emulator.start(fn.id);
    await expect.poll(() => states(fn), patience).toEqual(['idle', 'idle']);
    const calls = [hold(fn), hold(fn), hold(fn)];
    await expect.poll(() => heldCalls(fn), patience).toBe(3);
    await Promise.all(fn.seen().instances.map(letGo));
    await Promise.all(calls);
    await expect.poll(() => states(fn), patience).toEqual(['idle', 'idle']);

    const [killed, other] = fn.seen().instances;
    await real().docker.getContainer(killed!.containerId).kill();
    await expect
      .poll(() => fn.seen().instances, patience)
      .toMatchObject([
        { instanceId: other!.instanceId, state: 'idle' },
        { instanceId: expect.not.stringContaining(killed!.instanceId) as string, state: 'idle' },
      ]);
    expect(await fn.containers()).toHaveLength(2);
  });

  it('finishes its calls on the old image when it is built anew, and takes others on the new one', async () => {
    const server = (version: string): string => holding(`'${version}'`).at(-1)!;
    const Dockerfile = [`FROM ${nodeImage}`, `LABEL ${labelOfRun}`, 'COPY server.js .', 'CMD ["node", "server.js"]'];
    const fn = await realFunction(real(), {
      props: ['timeout: 60'],
      files: { Dockerfile: Dockerfile.join('\n'), 'server.js': server('old') },
    });
    await fn.emulator.build(fn.id);
    const old = await fn.emulator.start(fn.id);
    const held = hold(fn);
    await expect.poll(() => heldCalls(fn), patience).toBe(1);

    await writeFile(join(fn.folder, 'server.js'), server('new'));
    const building = fn.emulator.build(fn.id);
    await expect
      .poll(() => fn.seen().instances, patience)
      .toMatchObject([{ instanceId: old.instanceId, state: 'draining', termination: 'rebuilt' }, { state: 'idle' }]);
    expect(await (await fetch(fn.seen().url!)).text()).toBe('new');
    await letGo(fn.seen().instances[0]!);
    expect(await held).toEqual({ status: 200, text: 'old' });
    await building;
    expect(await fn.containers()).toHaveLength(1);
  });
});

describeWithEngine('A function that is stopped while it starts', (real) => {
  it('refuses the calls that wait for it', async () => {
    const fn = await realFunction(real(), {
      image: busyboxImage,
      command: ['sh', '-c', 'trap "exit 0" TERM; echo thinking; sleep 60 & wait'],
    });
    const called = fetch(await invocationsUrl(fn), { method: 'POST' });
    await expect.poll(() => fn.log(), patience).toContain('thinking');
    expect(fn.seen().instances).toMatchObject([{ state: 'starting' }]);
    await fn.emulator.stop(fn.id);
    expect(await fn.containers()).toEqual([]);
    const refused = await called;
    expect(refused.status).toBe(500);
    expect(await refused.json()).toMatchObject({
      Message: 'The function was stopped while the call waited for it.',
    });
  });
});
