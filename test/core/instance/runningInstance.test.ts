import { describe, expect, it } from 'vitest';
import type { InstanceChange } from '../../../src/core/instance/runningInstance.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { testInstance } from '../../support/runningServer.ts';
import { withResolvers } from '../../support/withResolvers.ts';

describe('A running instance', () => {
  it('is busy while it serves at least one request, and tells each change once', () => {
    const changes: InstanceChange[] = [];
    const instance = testInstance({ spec: { instanceConcurrency: 2 }, onChange: (change) => changes.push(change) });
    const states = [instance.record.state];
    const note = (): unknown => states.push(instance.record.state);
    instance.enter();
    note();
    instance.enter();
    note();
    instance.leave(0);
    note();
    instance.leave(0);
    note();
    expect(states).toEqual(['idle', 'busy', 'busy', 'busy', 'idle']);
    expect(changes).toEqual(['state', 'load', 'load']);
  });

  it('has room for as many requests as the function allows, while it is healthy and not ending', () => {
    const instance = testInstance({ spec: { instanceConcurrency: 2 } });
    instance.enter();
    expect(instance.isFree).toBe(true);
    instance.setHealthy(false);
    expect(instance.isFree).toBe(false);
    instance.setHealthy(true);
    instance.enter();
    expect(instance.isFree).toBe(false);
    instance.leave(0);
    instance.move('draining', 'user');
    expect(instance.isFree).toBe(false);
    expect(instance.takesRequests).toBe(false);
  });

  it('is drained when the last request has been answered', async () => {
    const instance = testInstance({ spec: { instanceConcurrency: 2 } });
    await instance.drained();
    instance.enter();
    instance.enter();
    let drained = false;
    const waiting = instance.drained().then(() => (drained = true));
    instance.leave(0);
    await new Promise(setImmediate);
    expect(drained).toBe(false);
    instance.leave(0);
    await waiting;
  });

  it('is thawed once, also when it was still on its way to being frozen', async () => {
    const { containers } = new FakeEngine();
    const frozen = withResolvers();
    const asked: string[] = [];
    containers.freeze = async () => {
      asked.push('freeze');
      await frozen.promise;
    };
    containers.thaw = () => Promise.resolve(void asked.push('thaw'));
    const instance = testInstance({ containers });
    const freezing = instance.freeze();
    expect(instance.record.state).toBe('frozen');
    instance.enter();
    const thawing = [instance.thaw(), instance.thaw()];
    expect(instance.isHeldStill).toBe(false);
    frozen.resolve(undefined);
    expect([await freezing, ...(await Promise.all(thawing))]).toEqual([true, true, false]);
    expect(asked).toEqual(['freeze', 'thaw']);
  });

  it('is not frozen while it serves, and stays idle when the engine cannot freeze it', async () => {
    const { containers } = new FakeEngine();
    containers.freeze = () => Promise.reject(new Error('not supported'));
    const instance = testInstance({ containers });
    instance.enter();
    expect(await instance.freeze()).toBe(false);
    instance.leave(0);
    await expect(instance.freeze()).rejects.toThrow('not supported');
    expect(instance.record.state).toBe('idle');
  });

  it('ends once, however many want to end it, and all wait for that end', async () => {
    const instance = testInstance();
    const gate = withResolvers();
    let ends = 0;
    const how = async (): Promise<void> => {
      ends++;
      await gate.promise;
      await instance.release();
    };
    let gone = false;
    const waiting = [instance.end(how), instance.end(how), instance.gone().then(() => (gone = true))];
    await new Promise(setImmediate);
    expect([ends, gone]).toEqual([1, false]);
    gate.resolve(undefined);
    await Promise.all(waiting);
    expect([ends, gone]).toEqual([1, true]);
  });

  it('is gone at once while nobody ends it, and also when its end failed', async () => {
    const instance = testInstance();
    await instance.gone();
    await expect(instance.end(() => Promise.reject(new Error('no engine')))).rejects.toThrow('no engine');
    await instance.gone();
  });
});
