import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeWithEngine } from '../../support/realEngine.ts';
import { otherOwner } from './otherOwner.ts';
import { nodeImage, nodeServer, patience, realFunction, type RealFunction } from './realFunction.ts';

/** Has a counter that goes up every 10 ms from the first call on, whether there are calls or not. */
const counting = nodeServer(`
  if (request.url === '/pre-stop') console.log('asked to stop');
  globalThis.ticks ??= (setInterval(() => ticks++, 10), 0);
  response.end(JSON.stringify({ ticks, ms: performance.now(), instance: process.env.FC_INSTANCE_ID }));`);
const frozen = { image: nodeImage, command: counting, settings: { freeze: true } };

/** By the container's own account. */
interface Count {
  readonly ticks: number;
  readonly ms: number;
  readonly instance: string;
}

async function count({ seen }: RealFunction): Promise<Count> {
  return (await (await fetch(seen().url!)).json()) as Count;
}

/** Resolves when it has been frozen for the nth time, and the log says so. */
async function isFrozen({ log, seen }: RealFunction, times: number): Promise<void> {
  const told = /^Instance c-\S+ is frozen: nothing in it runs until the next call\.$/;
  await expect.poll(() => log().filter((text) => told.test(text)), patience).toHaveLength(times);
  expect(seen().instance?.state).toBe('frozen');
}

describeWithEngine('An instance that is frozen between calls', (real) => {
  it('does nothing until the next call, and goes on with it', async () => {
    const fn = await realFunction(real(), frozen);
    await fn.emulator.start(fn.id);
    await isFrozen(fn, 1);
    const before = await count(fn);
    await isFrozen(fn, 2);
    const pauseMs = 500;
    await setTimeout(pauseMs);

    const after = await count(fn);
    expect(after.instance).toBe(before.instance);
    expect((after.ticks - before.ticks) * 10).toBeLessThan(after.ms - before.ms - pauseMs / 2);
    const { instanceId, coldStart } = fn.emulator.history(fn.id)[0]!;
    expect([instanceId, coldStart]).toEqual([before.instance, undefined]);
    expect(fn.log().filter((text) => text === `Instance ${instanceId} is thawed for a call.`)).toHaveLength(2);
    await expect.poll(async () => (await count(fn)).ticks, patience).toBeGreaterThan(after.ticks);

    await isFrozen(fn, 3);
    await fn.emulator[Symbol.asyncDispose]();
    expect(await fn.containers()).toEqual([]);
  });

  it('is stopped as any other: its hook is called first', async () => {
    const props = ['instanceLifecycleConfig: { preStop: { handler: "true", timeout: 5 } }'];
    const fn = await realFunction(real(), { ...frozen, props });
    await fn.emulator.start(fn.id);
    await isFrozen(fn, 1);
    await fn.emulator.stop(fn.id);
    expect(fn.log().slice(-3)).toEqual([
      expect.stringMatching(/^FC PreStop Start RequestId: /),
      'asked to stop',
      expect.stringMatching(/^FC PreStop End RequestId: [\da-f-]{36}$/),
    ]);
    expect(await fn.containers()).toEqual([]);
  });

  it('does not outlive an owner that was killed: the next emulator removes it', async () => {
    const killed = await realFunction(real(), frozen);
    const owner = await otherOwner(killed, { settings: frozen.settings, until: / is frozen: / });
    await owner.kill();
    expect(await killed.containers()).toHaveLength(1);
    const next = await realFunction(real(), frozen);
    await next.emulator.start(next.id);
    expect(await killed.containers()).toEqual([]);
  });
});
