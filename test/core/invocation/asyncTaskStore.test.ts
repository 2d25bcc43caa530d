import { describe, expect, it } from 'vitest';
import type { AsyncTask } from '../../../src/core/invocation/asyncTask.ts';
import { AsyncTaskStore, type LiveTask } from '../../../src/core/invocation/asyncTaskStore.ts';

function live(taskId: string, { functionId = 'a', minute = 0, bytes = 0 } = {}): LiveTask {
  const task: AsyncTask = {
    taskId,
    requestId: taskId,
    functionId,
    functionName: functionId,
    qualifier: 'LATEST',
    status: 'Enqueued',
    enqueuedAt: new Date(minute * 60_000),
    attempts: 0,
  };
  return { task, request: { body: new Uint8Array(bytes) } };
}

const ids = (tasks: readonly AsyncTask[]): string[] => tasks.map(({ taskId }) => taskId);

describe('The tasks there are', () => {
  it('are listed newest first, of one function or of all', () => {
    const store = new AsyncTaskStore();
    const first = live('first', { minute: 1 });
    for (const task of [first, live('second', { minute: 2 }), live('other', { functionId: 'b', minute: 3 })])
      store.add(task);
    store.ended(first);
    expect(ids(store.list())).toEqual(['other', 'second', 'first']);
    expect(ids(store.list('a'))).toEqual(['second', 'first']);
  });

  it('have an id only once in their function, also after their end', () => {
    const store = new AsyncTaskStore();
    const job = live('job');
    store.add(job);
    expect(() => store.add(live('job'))).toThrow(expect.objectContaining({ code: 'TaskExists' }));
    store.ended(job);
    expect(() => store.add(live('job'))).toThrow('a has an asynchronous task job already.');
    expect(() => store.add(live('job', { functionId: 'b' }))).not.toThrow();
  });

  it('are remembered up to a thousand after their end', () => {
    const store = new AsyncTaskStore();
    for (let number = 0; number < 1001; number++) {
      const task = live(`job${number}`, { minute: number });
      store.add(task);
      store.ended(task);
    }
    expect(store.list()).toHaveLength(1000);
    expect(ids(store.list())).not.toContain('job0');
    expect(() => store.add(live('job0'))).not.toThrow();
  });

  it('wait in bounded memory: more are refused until some have ended', () => {
    const store = new AsyncTaskStore();
    const large = Array.from({ length: 8 }, (_, number) => live(`large${number}`, { bytes: 16 * 1024 * 1024 }));
    expect(() => large.forEach((task) => store.add(task))).toThrow(
      expect.objectContaining({ code: 'ResourceExhausted' }),
    );
    expect(store.find('a', 'large7')).toBeUndefined();
    const [first] = large;
    if (first) store.ended(first);
    expect(() => store.add(live('another', { bytes: 16 * 1024 * 1024 }))).not.toThrow();
  });

  it('without bodies are bounded too', () => {
    const store = new AsyncTaskStore();
    const fill = (): void => {
      for (let number = 0; number < 40_000; number++) store.add(live(`job${number}`));
    };
    expect(fill).toThrow('32768 asynchronous calls wait, and no more are taken.');
  });
});
