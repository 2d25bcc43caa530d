import { describe, expect, it } from 'vitest';
import type { AsyncTask } from '../../../src/core/invocation/asyncTask.ts';
import { asyncTaskText } from '../../../src/core/invocation/asyncTaskText.ts';

const now = new Date('2025-01-01T00:00:00Z');

function text(changes: Partial<AsyncTask>): string | undefined {
  const task: AsyncTask = {
    taskId: 'job-1',
    requestId: '1-67748580-00000001-000000000001',
    functionId: '/shop/s.yaml#hello',
    functionName: 'hello',
    qualifier: 'LATEST',
    status: 'Enqueued',
    enqueuedAt: now,
    attempts: 0,
    ...changes,
  };
  return asyncTaskText(task, now);
}

const error = { type: 'UnhandledInvocationError', message: 'Function timed out after 3 seconds' };
const nextAttemptAt = new Date('2025-01-01T00:00:00.500Z');

describe('The log on an asynchronous task', () => {
  it.each([
    [
      { status: 'Retrying', attempts: 1, error, nextAttemptAt },
      'Asynchronous task job-1 failed at attempt 1: Function timed out after 3 seconds. It is tried again in 0.5 s.',
    ],
    [
      {
        status: 'Dequeued',
        error: { type: 'ResourceExhausted', message: 'hello has 3 busy instances.' },
        nextAttemptAt,
      },
      'Asynchronous task job-1 could not be run: hello has 3 busy instances. It is tried again in 0.5 s.',
    ],
    [
      { status: 'Failed', attempts: 4, error },
      'Asynchronous task job-1 failed for good after 4 attempts: Function timed out after 3 seconds.',
    ],
    [{ status: 'Stopped', attempts: 1 }, 'Asynchronous task job-1 was stopped after 1 attempt.'],
    [{ status: 'Expired' }, 'Asynchronous task job-1 was too old (maxAsyncEventAgeInSeconds) before it could be run.'],
    [{ status: 'Invalid' }, 'Asynchronous task job-1 was dropped: its function is not in this workspace any more.'],
  ] as const)('says %j', (changes, expected) => {
    expect(text(changes)).toBe(expected);
  });

  it.each(['Enqueued', 'Dequeued', 'Running', 'Stopping', 'Succeeded'] as const)(
    "says nothing of %s: the call's own lines do",
    (status) => {
      expect(text({ status })).toBeUndefined();
    },
  );
});
