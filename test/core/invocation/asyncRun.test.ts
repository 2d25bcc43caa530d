import { describe, expect, it } from 'vitest';
import type { AsyncAnswer } from '../../../src/core/invocation/asyncAttempt.ts';
import { AsyncRun } from '../../../src/core/invocation/asyncRun.ts';
import type { AsyncTask, AsyncTaskStatus } from '../../../src/core/invocation/asyncTask.ts';
import type { CallOptions } from '../../../src/core/invocation/invocation.ts';
import { abortError } from '../../../src/core/shared/abort.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testReport } from '../../support/testReport.ts';
import { testSpec } from '../../support/testSpec.ts';

const crashed = { type: 'UnhandledInvocationError', message: 'Process exited unexpectedly' } as const;
const good: AsyncAnswer = { report: testReport(), body: new Uint8Array() };
const bad: AsyncAnswer = { report: testReport({ error: crashed }), body: new Uint8Array() };
const busy = new FcError('ResourceExhausted', 'hello has 3 busy instances.');

/** An answer, an error, or what the call does until it ends. */
type Step = AsyncAnswer | Error | ((options: CallOptions) => Promise<AsyncAnswer>);

/** A run whose function answers by a script; the last step goes on. */
function runOf(
  steps: readonly Step[],
  { retries = 3, maxAge = 18_000 } = {},
): {
  readonly run: AsyncRun;
  readonly clock: FakeClock;
  readonly calls: { readonly at: number; readonly retryCount: number | undefined; readonly options: CallOptions }[];
  readonly states: AsyncTaskStatus[];
  readonly world: { isGone: boolean };
} {
  const clock = new FakeClock();
  const calls: { at: number; retryCount: number | undefined; options: CallOptions }[] = [];
  const states: AsyncTaskStatus[] = [];
  const world = { isGone: false };
  const base = testSpec();
  const spec = testSpec({
    asyncInvokeConfig: { ...base.asyncInvokeConfig, maxAsyncRetryAttempts: retries, maxAsyncEventAgeInSeconds: maxAge },
  });
  const task: AsyncTask = {
    taskId: 'job-1',
    requestId: '1-67748580-00000001-000000000001',
    functionId: spec.id,
    functionName: spec.functionName,
    qualifier: 'prod',
    status: 'Enqueued',
    enqueuedAt: clock.now(),
    attempts: 0,
  };
  const run = new AsyncRun(
    { task, spec, request: { mode: 'event', body: new Uint8Array([1]) }, clientIp: '10.0.0.7', depth: 0 },
    {
      clock,
      call: (_id, _request, options) => {
        const step = steps[Math.min(calls.length, steps.length - 1)] ?? good;
        calls.push({ at: clock.monotonicMs(), retryCount: options.retryCount, options });
        if (typeof step === 'function') return step(options);
        return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
      },
      isGone: () => world.isGone,
      onMove: ({ task: { status } }) => states.push(status),
    },
  );
  return { run, clock, calls, states, world };
}

/** Runs until somebody stops it, as the pool's call does. */
const untilAborted = ({ signal }: CallOptions): Promise<AsyncAnswer> =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(abortError())));

describe('An asynchronous call', () => {
  it('is made with the same request id, as Async, and ends when it succeeds', async () => {
    const { run, clock, calls, states } = runOf([good]);
    run.wait(0);
    await clock.advance(0);
    expect(states).toEqual(['Dequeued', 'Running', 'Succeeded']);
    expect(calls[0]?.options).toMatchObject({
      requestId: '1-67748580-00000001-000000000001',
      qualifier: 'prod',
      invocationType: 'Async',
      retryCount: 0,
      clientIp: '10.0.0.7',
    });
    expect(run.task).toMatchObject({ attempts: 1, instanceId: testReport().instanceId, endedAt: clock.now() });
    expect(clock.sleeping).toBe(0);
  });

  it('waits for its delay', async () => {
    const { run, clock, calls } = runOf([good]);
    run.wait(2500);
    await clock.advance(2499);
    expect(calls).toEqual([]);
    await clock.advance(1);
    expect(calls).toHaveLength(1);
  });

  it('is made again after half a second, one and two, and told how often it was tried', async () => {
    const { run, clock, calls, states } = runOf([bad, bad, good]);
    run.wait(0);
    await clock.advance(0);
    expect(run.task).toMatchObject({ status: 'Retrying', attempts: 1, error: crashed });
    expect(run.task.nextAttemptAt).toEqual(new Date(clock.now().getTime() + 500));
    await clock.advance(10_000);
    expect(calls.map(({ at, retryCount }) => [at, retryCount])).toEqual([
      [0, 0],
      [500, 1],
      [1500, 2],
    ]);
    expect(states).toEqual(['Dequeued', 'Running', 'Retrying', 'Running', 'Retrying', 'Running', 'Succeeded']);
    expect(run.task.attempts).toBe(3);
  });

  it('fails for good when its retries are used up', async () => {
    const { run, clock, calls } = runOf([bad], { retries: 2 });
    run.wait(0);
    await clock.advance(60_000);
    expect(calls).toHaveLength(3);
    expect(run.task).toMatchObject({ status: 'Failed', attempts: 3, error: crashed });
  });

  it('counts a start that fails as an attempt', async () => {
    const { run, clock, calls } = runOf([new FcError('CAExited', 'It exited.')], { retries: 1 });
    run.wait(0);
    await clock.advance(60_000);
    expect(calls).toHaveLength(2);
    expect(run.task).toMatchObject({ status: 'Failed', attempts: 2, error: { type: 'CAExited' } });
  });

  it('that nobody takes is offered again, and that is no attempt', async () => {
    const { run, clock, calls, states } = runOf([busy, busy, busy, good], { retries: 0 });
    run.wait(0);
    await clock.advance(600);
    expect(run.task).toMatchObject({ status: 'Dequeued', attempts: 0, error: { type: 'ResourceExhausted' } });
    await clock.advance(10_000);
    expect(calls.map(({ at, retryCount }) => [at, retryCount])).toEqual([
      [0, 0],
      [500, 0],
      [1500, 0],
      [3500, 0],
    ]);
    expect(states.slice(0, 4)).toEqual(['Dequeued', 'Running', 'Dequeued', 'Running']);
    expect(run.task).toMatchObject({ status: 'Succeeded', attempts: 1 });
  });

  it('begins its backoff anew once it was taken', async () => {
    const { run, clock, calls } = runOf([busy, busy, bad, busy, good]);
    run.wait(0);
    await clock.advance(10_000);
    expect(calls.map(({ at }) => at)).toEqual([0, 500, 1500, 2000, 2500]);
    expect(run.task.attempts).toBe(2);
  });

  it('expires when it becomes too old before the function had it', async () => {
    const { run, clock, calls } = runOf([busy], { maxAge: 3 });
    run.wait(0);
    await clock.advance(60_000);
    expect(calls.map(({ at }) => at)).toEqual([0, 500, 1500]);
    expect(run.task).toMatchObject({ status: 'Expired', error: { type: 'ResourceExhausted' } });
    expect(run.task.endedAt?.getTime()).toBe(new Date('2025-01-01T00:00:03Z').getTime());
  });

  it('expires in its delay, too: its age counts from its arrival', async () => {
    const { run, clock, calls } = runOf([good], { maxAge: 1 });
    run.wait(2000);
    await clock.advance(5000);
    expect(calls).toEqual([]);
    expect(run.task.status).toBe('Expired');
  });

  it('that becomes too old between two attempts has failed', async () => {
    const { run, clock } = runOf([bad], { maxAge: 1, retries: 8 });
    run.wait(0);
    await clock.advance(60_000);
    expect(run.task).toMatchObject({ status: 'Failed', attempts: 2 });
  });

  it('is invalid when its function is gone meanwhile', async () => {
    const { run, clock, calls, world } = runOf([good]);
    run.wait(1000);
    world.isGone = true;
    await clock.advance(1000);
    expect(calls).toEqual([]);
    expect(run.task.status).toBe('Invalid');
  });

  it('can be stopped while it waits', async () => {
    const { run, clock, calls } = runOf([good]);
    run.wait(1000);
    run.stop();
    await clock.advance(5000);
    expect(run.task.status).toBe('Stopped');
    expect(calls).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  it('can be stopped while it runs: the call is aborted, and not made again', async () => {
    const { run, clock, calls, states } = runOf([untilAborted]);
    run.wait(0);
    await clock.advance(0);
    run.stop();
    run.stop();
    expect(run.task.status).toBe('Stopping');
    await new Promise(setImmediate);
    expect(states).toEqual(['Dequeued', 'Running', 'Stopping', 'Stopped']);
    expect(calls).toHaveLength(1);
    expect(clock.sleeping).toBe(0);
  });

  it('is stopped, not failed, when the call comes back as cancelled', async () => {
    const cancelled = { type: 'ClientClosedRequest', message: 'Invocation canceled by client' } as const;
    const { run, clock } = runOf([
      ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve({ ...bad, report: testReport({ error: cancelled }) }));
        }),
    ]);
    run.wait(0);
    await clock.advance(0);
    run.stop();
    await new Promise(setImmediate);
    expect(run.task).toMatchObject({ status: 'Stopped', attempts: 1 });
    expect(clock.sleeping).toBe(0);
  });

  it('that succeeded before it could be stopped has succeeded', async () => {
    const { run, clock } = runOf([
      ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve(good));
        }),
    ]);
    run.wait(0);
    await clock.advance(0);
    run.stop();
    await new Promise(setImmediate);
    expect(run.task.status).toBe('Succeeded');
  });

  it('ends in silence when all is disposed of, waiting or running', async () => {
    const waiting = runOf([good]);
    waiting.run.wait(1000);
    waiting.run.dispose();
    expect(waiting.clock.sleeping).toBe(0);

    const running = runOf([untilAborted]);
    running.run.wait(0);
    await running.clock.advance(0);
    running.run.dispose();
    await new Promise(setImmediate);
    expect(running.calls[0]?.options.signal?.aborted).toBe(true);
    expect(running.states).toEqual(['Dequeued', 'Running']);
    expect(running.clock.sleeping).toBe(0);
  });
});
