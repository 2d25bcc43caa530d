import { describe, expect, it } from 'vitest';
import { KeyedQueue } from '../../../src/core/shared/keyedQueue.ts';
import { withResolvers } from '../../support/withResolvers.ts';

describe('A keyed queue', () => {
  it('runs tasks of one key one after the other, also after one that fails', async () => {
    const queue = new KeyedQueue();
    const told: string[] = [];
    const gate = withResolvers();
    const first = queue.run('hello', async () => {
      told.push('first begins');
      await gate.promise;
      throw new Error('first fails');
    });
    const second = queue.run('hello', async () => {
      told.push('second begins');
      return Promise.resolve('second');
    });
    await new Promise(setImmediate);
    expect(told).toEqual(['first begins']);
    gate.resolve(undefined);
    await expect(first).rejects.toThrow('first fails');
    expect(await second).toBe('second');
  });

  it('runs tasks of different keys side by side', async () => {
    const queue = new KeyedQueue();
    const gate = withResolvers();
    const slow = queue.run('slow', () => gate.promise);
    expect(await queue.run('fast', () => Promise.resolve('done'))).toBe('done');
    gate.resolve(undefined);
    await slow;
  });

  it('settles when everything queued so far has ended, whatever came of it', async () => {
    const queue = new KeyedQueue();
    await queue.settled(); // nothing there: at once
    const ended: string[] = [];
    const end = (name: string) => async (): Promise<void> => {
      await new Promise(setImmediate);
      ended.push(name);
      if (name === 'b') throw new Error(name);
    };
    const running = ['a', 'b', 'c'].map((name) => queue.run(name === 'c' ? 'other' : 'one', end(name)));
    void Promise.allSettled(running);
    await queue.settled();
    expect(ended.sort()).toEqual(['a', 'b', 'c']);
  });
});
