import { describe, expect, it } from 'vitest';
import { hasEnded, moveTask, type AsyncTask, type AsyncTaskStatus } from '../../../src/core/invocation/asyncTask.ts';

function task(status: AsyncTaskStatus, changes: Partial<AsyncTask> = {}): AsyncTask {
  return {
    taskId: 'job-1',
    requestId: '1-67748580-00000001-000000000001',
    functionId: '/shop/s.yaml#hello',
    functionName: 'hello',
    qualifier: 'LATEST',
    status,
    enqueuedAt: new Date('2025-01-01T00:00:00Z'),
    attempts: 0,
    ...changes,
  };
}

describe('An asynchronous task', () => {
  it('goes through the states of the platform, and to no other', () => {
    expect(moveTask(task('Enqueued'), 'Dequeued').status).toBe('Dequeued');
    expect(moveTask(task('Retrying'), 'Running', { attempts: 2 })).toMatchObject({ status: 'Running', attempts: 2 });
    expect(() => moveTask(task('Enqueued'), 'Succeeded')).toThrow('task job-1 cannot go from Enqueued to Succeeded');
    expect(() => moveTask(task('Stopped'), 'Running')).toThrow('cannot go from Stopped to Running');
  });

  it('ends in five of them', () => {
    const all: AsyncTaskStatus[] = [
      'Enqueued',
      'Dequeued',
      'Running',
      'Retrying',
      'Stopping',
      'Succeeded',
      'Failed',
      'Stopped',
      'Expired',
      'Invalid',
    ];
    expect(all.filter(hasEnded)).toEqual(['Succeeded', 'Failed', 'Stopped', 'Expired', 'Invalid']);
  });

  it('forgets when it was to be tried, and after a success what went wrong before', () => {
    const error = { type: 'UnhandledInvocationError', message: 'It crashed.' };
    const retrying = task('Retrying', { nextAttemptAt: new Date(), error });
    const running = moveTask(retrying, 'Running');
    expect(running).not.toHaveProperty('nextAttemptAt');
    expect(running.error).toEqual(error);
    expect(moveTask(running, 'Succeeded')).not.toHaveProperty('error');
  });
});
