import { describe, expect, it } from 'vitest';
import { RunningInstance } from '../../../src/core/instance/runningInstance.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { testSpec } from '../../support/testSpec.ts';

const patient = new AbortController().signal;

interface Running {
  readonly instance: RunningInstance;
  readonly changes: readonly string[];
  readonly released: () => number;
}

function runningWith(concurrency: number): Running {
  const changes: string[] = [];
  let released = 0;
  const instance: RunningInstance = new RunningInstance({
    record: {
      instanceId: 'c-1',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      containerId: 'abc',
      imageId: 'sha256:1',
      caPort: 9000,
      hostPort: 9000,
      state: 'starting',
      startedAt: new Date(0),
    },
    address: { host: '127.0.0.1', port: 9000 },
    containers: new FakeEngine().containers,
    exited: new Promise(() => undefined),
    spec: testSpec({ instanceConcurrency: concurrency }),
    onChange: () => changes.push(instance.record.state),
    release: async () => {
      released++;
      return Promise.resolve();
    },
  });
  instance.move('idle');
  return { instance, changes, released: () => released };
}

describe('A running instance', () => {
  it('is busy while it serves at least one request, and tells each change once', async () => {
    const { instance, changes } = runningWith(2);
    const first = await instance.occupy(patient);
    const second = await instance.occupy(patient);
    first?.();
    expect(instance.record.state).toBe('busy');
    second?.();
    expect(changes).toEqual(['idle', 'busy', 'idle']);
  });

  it('lets a request wait until the one before is served, and then forget about waiting', async () => {
    const { instance } = runningWith(1);
    const first = await instance.occupy(patient);
    const impatient = new AbortController();
    const givenUp = instance.occupy(impatient.signal);
    const waiting = instance.occupy(patient);
    impatient.abort();
    await expect(givenUp).rejects.toMatchObject({ name: 'AbortError' });
    first?.();
    expect(await waiting).toBeTypeOf('function');
    expect(instance.record.state).toBe('busy');
  });

  it('sends those who waited elsewhere when it ended meanwhile', async () => {
    const { instance } = runningWith(1);
    const first = await instance.occupy(patient);
    const waiting = [instance.occupy(patient), instance.occupy(patient)];
    instance.move('draining', 'timeout');
    first?.();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
    expect(await instance.occupy(patient)).toBeUndefined();
    expect(instance.record.state).toBe('draining');
  });

  it('ends once, however many want to end it, and all wait for that end', async () => {
    const { instance, released } = runningWith(1);
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
    expect([ends, gone, released()]).toEqual([1, true, 1]);
  });

  it('is gone at once while nobody ends it, and also when its end failed', async () => {
    const { instance } = runningWith(1);
    await instance.gone();
    await expect(instance.end(() => Promise.reject(new Error('no engine')))).rejects.toThrow('no engine');
    await instance.gone();
  });
});
