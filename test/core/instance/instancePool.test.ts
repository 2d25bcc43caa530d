import { describe, expect, it } from 'vitest';
import type { TerminationReason } from '../../../src/core/instance/instance.ts';
import { InstancePool, type PoolLimits } from '../../../src/core/instance/instancePool.ts';
import type { RunningInstance } from '../../../src/core/instance/runningInstance.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { testInstance } from '../../support/runningServer.ts';
import { withResolvers } from '../../support/withResolvers.ts';

const usual: PoolLimits = { maxInstances: 3, maxQueued: 2, minInstances: 0, idleMs: 0, freeze: false, concurrency: 1 };

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
};

/** A pool whose instances are there at once, unless a test holds them back or lets them fail. */
function pool(limits: Partial<PoolLimits> = {}) {
  const now = { ...usual, ...limits };
  const clock = new FakeClock();
  const started: RunningInstance[] = [];
  const ended: (readonly [string, TerminationReason])[] = [];
  const notes: string[] = [];
  const cleaned: string[] = [];
  const starts: { readonly signal: AbortSignal; readonly fail: (error: Error) => void }[] = [];
  let held = false;
  const { containers } = new FakeEngine();
  const frozen = new Set<string>();
  containers.freeze = (id) => Promise.resolve(void frozen.add(id));
  containers.thaw = (id) => Promise.resolve(void frozen.delete(id));
  const tested = new InstancePool({
    functionName: 'hello',
    limits: () => now,
    clock,
    start: async (signal) => {
      const gate = withResolvers();
      starts.push({ signal, fail: (error) => gate.reject(error) });
      signal.addEventListener('abort', () => void setImmediate(() => gate.reject(new Error('aborted'))));
      if (held) await gate.promise.finally(() => cleaned.push('start'));
      signal.throwIfAborted();
      const name = `c-${started.length + 1}`;
      const instance = testInstance({
        spec: { instanceConcurrency: now.concurrency },
        record: { instanceId: name, containerId: name },
        containers,
      });
      started.push(instance);
      return instance;
    },
    stop: async (instance, reason) => {
      if (!instance.takesRequests) return;
      ended.push([instance.record.instanceId, reason]);
      instance.move('draining', reason);
      if (reason === 'rebuilt') await instance.drained();
      instance.move('stopped');
      tested.ended(instance);
    },
    onFrozen: ({ record }) => notes.push(`${record.instanceId} frozen`),
    onThawed: ({ record }) => notes.push(`${record.instanceId} thawed`),
  });
  return {
    pool: tested,
    clock,
    started,
    ended,
    notes,
    cleaned,
    starts,
    frozen,
    limits: now,
    hold: () => (held = true),
    take: async (): Promise<string> => (await tested.take()).instance.record.instanceId,
    give: (name: string) => tested.leave(started.find(({ record }) => record.instanceId === name)!),
  };
}

describe('Instances of a function', () => {
  it('are started for calls, and used again', async () => {
    const { take, give, started } = pool();
    expect(await take()).toBe('c-1');
    give('c-1');
    expect(await take()).toBe('c-1');
    expect(started.map(({ record }) => record.state)).toEqual(['busy']);
  });

  it('grow in number while all are busy, up to the limit, and then calls wait in order', async () => {
    const { take, give } = pool();
    expect(await Promise.all([take(), take(), take()])).toEqual(['c-1', 'c-2', 'c-3']);
    const order: string[] = [];
    const waiting = ['first', 'second'].map(async (name) => order.push(`${name} ${await take()}`));
    await settled();
    expect(order).toEqual([]);
    give('c-2');
    give('c-1');
    await Promise.all(waiting);
    expect(order).toEqual(['first c-2', 'second c-1']);
  });

  it('take as many calls at a time as the function allows', async () => {
    const { take, started } = pool({ concurrency: 2, maxInstances: 2 });
    expect(await Promise.all([take(), take(), take()])).toEqual(['c-1', 'c-1', 'c-2']);
    expect(started).toHaveLength(2);
  });

  it('refuse a call when enough wait already', async () => {
    const { pool: tested, take } = pool({ maxInstances: 1, maxQueued: 1 });
    await take();
    const waiting = take();
    await expect(tested.take()).rejects.toMatchObject({ code: 'ResourceExhausted' });
    await tested.stop('user');
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('say which call had one started', async () => {
    const { pool: tested, give } = pool({ concurrency: 2 });
    const [first, second] = await Promise.all([tested.take(), tested.take()]);
    expect([first.isColdStart, second.isColdStart]).toEqual([true, false]);
    give('c-1');
    expect((await tested.take()).isColdStart).toBe(false);
  });

  it('do not take the place of a call that gave up waiting', async () => {
    const { pool: tested, take, give } = pool({ maxInstances: 1 });
    await take();
    const impatient = new AbortController();
    const gone = tested.take(impatient.signal);
    const next = take();
    impatient.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    give('c-1');
    expect(await next).toBe('c-1');
  });

  it('are not started any more when the only call that wants one gives up', async () => {
    const { pool: tested, starts, hold } = pool();
    hold();
    const impatient = new AbortController();
    const gone = tested.take(impatient.signal);
    impatient.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    expect(starts[0]?.signal.aborted).toBe(true);
  });

  it('are not started any more when whoever started one by hand gives up, and others get one of their own', async () => {
    const { pool: tested, starts, hold, started } = pool();
    hold();
    const impatient = new AbortController();
    const gone = tested.hold(impatient.signal);
    impatient.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    expect(starts[0]?.signal.aborted).toBe(true);
    const patient = tested.take();
    await settled();
    expect(starts).toHaveLength(2);
    expect(started).toEqual([]);
    const refused = expect(patient).rejects.toMatchObject({ name: 'AbortError' });
    await tested.stop('user');
    await refused;
  });

  it('that cannot be started are told to every call that waits, when there is no other hope', async () => {
    const { pool: tested, starts, hold } = pool({ maxInstances: 1 });
    hold();
    const calls = [tested.take(), tested.take()].map(async (call) => call.catch(String));
    starts[0]?.fail(new Error('it crashed'));
    expect(await Promise.all(calls)).toEqual(['Error: it crashed', 'Error: it crashed']);
    expect(starts).toHaveLength(1);
  });

  it('that cannot be started are told to one call, while another instance answers', async () => {
    const { take, give, starts, hold } = pool({ maxInstances: 2 });
    await take();
    hold();
    const calls = [take(), take()].map(async (call) => call.catch(String));
    starts[1]?.fail(new Error('it crashed'));
    expect(await calls[0]).toBe('Error: it crashed');
    give('c-1');
    expect(await calls[1]).toBe('c-1');
  });

  it('that end leave their calls to others', async () => {
    const { pool: tested, take, started } = pool({ maxInstances: 1 });
    await take();
    const waiting = take();
    const [first] = started;
    first!.move('stopped', 'crashed');
    tested.ended(first!);
    expect(await waiting).toBe('c-2');
  });

  it('of an older image answer what they are at, and get no new calls', async () => {
    const { pool: tested, take, give, ended, started } = pool();
    await take();
    expect(tested.retire('sha256:2')).toHaveLength(1);
    expect(await take()).toBe('c-2');
    expect(started[0]?.record.state).toBe('draining');
    give('c-1');
    await settled();
    expect(started[0]?.record.state).toBe('stopped');
    expect(ended).toContainEqual(['c-1', 'rebuilt']);
  });

  it('that are unhealthy get no calls until they are healthy again', async () => {
    const { pool: tested, take, give, started } = pool({ maxInstances: 1 });
    await take();
    give('c-1');
    started[0]!.setHealthy(false);
    const waiting = take();
    await settled();
    expect(started[0]?.inFlight).toBe(0);
    started[0]!.setHealthy(true);
    tested.serveWaiting();
    expect(await waiting).toBe('c-1');
  });
});

describe('Idle instances', () => {
  it('end when nobody has used them for long enough', async () => {
    const { take, give, clock, ended } = pool({ idleMs: 10_000 });
    await Promise.all([take(), take()]);
    give('c-1');
    give('c-2');
    await clock.advance(9_000);
    expect(await take()).toBe('c-1');
    give('c-1');
    await clock.advance(2_000);
    expect(ended).toEqual([['c-2', 'idle']]);
    await clock.advance(10_000);
    expect(ended).toEqual([
      ['c-2', 'idle'],
      ['c-1', 'idle'],
    ]);
  });

  it('do not end while they answer', async () => {
    const { take, clock, ended } = pool({ idleMs: 10_000 });
    await take();
    await clock.advance(60_000);
    expect(ended).toEqual([]);
  });

  it('stay when somebody started them by hand, one of them', async () => {
    const { pool: tested, take, give, clock, ended } = pool({ idleMs: 10_000 });
    await tested.hold();
    await Promise.all([take(), take()]);
    give('c-1');
    give('c-2');
    await clock.advance(60_000);
    expect(ended).toHaveLength(1);
    await tested.stop('user');
    expect(ended).toHaveLength(2);
  });

  it('stay as many as the function wants to keep warm, and are started for that', async () => {
    const { take, give, clock, started, ended } = pool({ idleMs: 10_000, minInstances: 2 });
    await take();
    give('c-1');
    await settled();
    expect(started).toHaveLength(2);
    await clock.advance(60_000);
    expect(ended).toEqual([]);
  });

  it('that should be kept come back after a crash, each time a little later', async () => {
    const { pool: tested, take, give, clock, started } = pool({ minInstances: 1 });
    await take();
    give('c-1');
    for (const [at, wait] of [1000, 2000].entries()) {
      const last = started.at(-1)!;
      last.move('stopped', 'crashed');
      tested.ended(last);
      await clock.advance(wait - 1);
      expect(started).toHaveLength(at + 1);
      await clock.advance(1);
      await settled();
      expect(started).toHaveLength(at + 2);
    }
  });
});

describe('Frozen instances', () => {
  it('are held still after a call, and go on for the next', async () => {
    const { take, give, clock, frozen, notes } = pool({ freeze: true });
    await take();
    await clock.advance(1000);
    expect(frozen).toEqual(new Set());
    give('c-1');
    await clock.advance(1000);
    expect(frozen).toEqual(new Set(['c-1']));
    expect(await take()).toBe('c-1');
    expect(frozen).toEqual(new Set());
    expect(notes).toEqual(['c-1 frozen', 'c-1 thawed']);
  });

  it('are held still after every call, though their end is waited for as well', async () => {
    const { take, give, clock, frozen } = pool({ freeze: true, idleMs: 300_000 });
    for (let call = 1; call <= 3; call++) {
      await take();
      expect(frozen).toEqual(new Set());
      give('c-1');
      await clock.advance(1000);
      expect(frozen).toEqual(new Set(['c-1']));
    }
  });

  it('are looked after no more, when they are never ended', async () => {
    const { take, give, clock } = pool({ freeze: true, idleMs: 0 });
    await take();
    give('c-1');
    await clock.advance(1000);
    expect(clock.sleeping).toBe(0);
  });

  it('are used after those that run', async () => {
    const { take, give, clock } = pool({ freeze: true });
    await Promise.all([take(), take()]);
    give('c-1');
    await clock.advance(1000);
    give('c-2');
    expect(await take()).toBe('c-2');
  });

  it('end like others when nobody uses them', async () => {
    const { take, give, clock, ended } = pool({ freeze: true, idleMs: 10_000 });
    await take();
    give('c-1');
    await clock.advance(11_000);
    expect(ended).toEqual([['c-1', 'idle']]);
  });
});

describe('Stopping a function', () => {
  it('ends its instances, its starts and the calls that wait', async () => {
    const { pool: tested, take, ended, starts, hold, cleaned } = pool({ maxInstances: 2 });
    await take();
    hold();
    const waiting = take();
    const refused = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await tested.stop('user');
    expect(cleaned).toEqual(['start']); // nothing is left of it by now
    await refused;
    expect(ended).toEqual([['c-1', 'user']]);
    expect(starts[1]?.signal.aborted).toBe(true);
  });

  it('starts nothing again by itself', async () => {
    const { pool: tested, take, give, clock, started } = pool({ minInstances: 1 });
    await take();
    give('c-1');
    await tested.stop('user');
    await clock.advance(120_000);
    expect(started).toHaveLength(1);
  });
});
