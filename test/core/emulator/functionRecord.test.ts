import { describe, expect, it } from 'vitest';
import { FunctionRecord } from '../../../src/core/emulator/functionRecord.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { InstancePool } from '../../../src/core/instance/instancePool.ts';
import type { RunningInstance } from '../../../src/core/instance/runningInstance.ts';
import { testInstance } from '../../support/runningServer.ts';
import { testSpec } from '../../support/testSpec.ts';

/** A record whose pool holds these. */
function recordOf(instances: readonly RunningInstance[] = [], starting = 0): FunctionRecord {
  const pool = { instances, starting } as Partial<InstancePool> as InstancePool;
  return new FunctionRecord(testSpec(), () => pool, new Date(0));
}

describe('What is known about a function', () => {
  it('is its declaration and nothing else at first', () => {
    const record = recordOf();
    expect(record.snapshot).toEqual({ spec: record.spec, instances: [] });
    expect(record.inUse).toBe(false);
  });

  it('shows the newest instance that is ready, and is in use until the last has ended', () => {
    const [old, young] = [
      testInstance({ record: { instanceId: 'c-1' } }),
      testInstance({ record: { instanceId: 'c-2' } }),
    ];
    const record = recordOf([old, young]);
    expect(record.snapshot.instances.map(({ instanceId }) => instanceId)).toEqual(['c-1', 'c-2']);
    expect(record.snapshot.instance?.instanceId).toBe('c-2');
    young.move('draining', 'user');
    expect(record.snapshot.instance?.instanceId).toBe('c-1');
    old.move('stopped', 'user');
    expect(record.inUse).toBe(true);
    young.move('stopped');
    expect(record.inUse).toBe(false);
  });

  it('shows one that starts, once, and what it knew of the last when there is none', () => {
    const ready = testInstance({ record: { instanceId: 'c-1' } });
    const record = recordOf([ready], 1);
    const starting: Instance = { ...ready.record, state: 'starting' };
    record.starting.set('c-1', starting);
    record.starting.set('c-2', { ...starting, instanceId: 'c-2' });
    expect(record.snapshot.instances.map(({ instanceId, state }) => `${instanceId} ${state}`)).toEqual([
      'c-1 idle',
      'c-2 starting',
    ]);
    const ended = recordOf();
    ended.lastEnded = { ...ready.record, state: 'stopped', termination: 'idle' };
    expect(ended.snapshot.instance?.termination).toBe('idle');
  });

  it('is in use while something is done to it, while an instance starts, and while its URL is open', () => {
    expect(recordOf([], 1).inUse).toBe(true);
    expect(recordOf([], 1).snapshot.activity).toBe('starting');
    const record = recordOf();
    record.activity = 'building';
    expect(record.inUse).toBe(true);
    record.activity = undefined;
    record.trigger = Promise.resolve({ url: '', port: 1, [Symbol.asyncDispose]: () => Promise.resolve() });
    expect(record.inUse).toBe(true);
  });
});
