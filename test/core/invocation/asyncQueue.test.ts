import { describe, expect, it } from 'vitest';
import type { AsyncDelivery } from '../../../src/core/invocation/asyncDestination.ts';
import { createAsyncQueue, type AsyncQueue } from '../../../src/core/invocation/asyncQueue.ts';
import type { AsyncTask } from '../../../src/core/invocation/asyncTask.ts';
import type { CallOptions, EventRequest, InvocationRequest } from '../../../src/core/invocation/invocation.ts';
import type { FunctionSpec } from '../../../src/core/function/functionSpec.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testReport } from '../../support/testReport.ts';
import { testSpec } from '../../support/testSpec.ts';

const event = (text = '{}'): EventRequest => ({ mode: 'event', body: new TextEncoder().encode(text) });

/** A function of the workspace; its answers go to `onSuccess` and `onFailure`, which are function names or ARNs. */
function functionOf(
  name: string,
  { onSuccess, onFailure }: { onSuccess?: string; onFailure?: string } = {},
): FunctionSpec {
  const arn = (target: string): { destination: string } => ({
    destination: target.includes(':') ? target : `acs:fc:cn-hangzhou:1234:functions/${target}`,
  });
  const { asyncInvokeConfig } = testSpec();
  return testSpec({
    id: name,
    functionName: name,
    asyncInvokeConfig: {
      ...asyncInvokeConfig,
      maxAsyncRetryAttempts: 0,
      destinationConfig: {
        ...(onSuccess === undefined ? {} : { onSuccess: arn(onSuccess) }),
        ...(onFailure === undefined ? {} : { onFailure: arn(onFailure) }),
      },
    },
  });
}

interface Call {
  readonly id: string;
  readonly body: string;
  readonly options: CallOptions;
}

class Workspace {
  readonly clock = new FakeClock();
  readonly calls: Call[] = [];
  readonly deliveries: AsyncDelivery[] = [];
  readonly told: AsyncTask[] = [];
  readonly queue: AsyncQueue;
  /** Names of functions that fail. */
  readonly failing = new Set<string>();
  answer = 'done';
  #hex = 0;

  constructor(public functions: readonly FunctionSpec[]) {
    this.queue = createAsyncQueue({
      clock: this.clock,
      randomHex: (digits) => (++this.#hex).toString(16).padStart(digits, '0'),
      functions: () => this.functions,
      accountId: () => '1234567890123456',
      call: async (id, request, options) => {
        this.calls.push({ id, body: textOf(request), options });
        const error = { type: 'InvocationError', message: 'no' } as const;
        const report = testReport(this.failing.has(id) ? { error } : {});
        return Promise.resolve({ report, body: new TextEncoder().encode(this.answer) });
      },
      deliver: (delivery) => this.deliveries.push(delivery),
      onTask: (task) => this.told.push(task),
    });
  }
}

function textOf({ body }: InvocationRequest): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}

describe('The asynchronous queue', () => {
  it('takes a call at once, and makes it later', async () => {
    const { queue, calls, clock, told } = new Workspace([functionOf('hello')]);
    const ticket = queue.enqueue('hello', event('{"a":1}'));
    expect(ticket).toEqual({
      requestId: '1-67748580-00000001-000000000002',
      taskId: '1-67748580-00000001-000000000002',
    });
    expect(calls).toEqual([]);
    await clock.advance(0);
    expect(calls).toMatchObject([{ id: 'hello', body: '{"a":1}', options: { requestId: ticket.requestId } }]);
    expect(told.map(({ status }) => status)).toEqual(['Enqueued', 'Dequeued', 'Running', 'Succeeded']);
  });

  it('keeps the ids a caller gives; a request id alone is the task id too', () => {
    const { queue } = new Workspace([functionOf('hello')]);
    expect(queue.enqueue('hello', event(), { requestId: 'mine' })).toEqual({ requestId: 'mine', taskId: 'mine' });
    expect(queue.enqueue('hello', event(), { requestId: 'again', taskId: 'job' })).toEqual({
      requestId: 'again',
      taskId: 'job',
    });
  });

  it('refuses a task id it has had', async () => {
    const { queue, clock, calls } = new Workspace([functionOf('hello')]);
    queue.enqueue('hello', event(), { taskId: 'job' });
    await clock.advance(0);
    expect(() => queue.enqueue('hello', event(), { taskId: 'job' })).toThrow(
      expect.objectContaining({ code: 'TaskExists', message: 'hello has an asynchronous task job already.' }),
    );
    await clock.advance(1000);
    expect(calls).toHaveLength(1);
  });

  it('refuses what is no asynchronous call, and functions there are not', () => {
    const { queue } = new Workspace([functionOf('hello')]);
    const refused = (code: string): unknown => expect.objectContaining({ code });
    expect(() => queue.enqueue('hello', event('x'.repeat(131_073)))).toThrow(refused('InvalidArgument'));
    expect(() => queue.enqueue('hello', event(), { taskId: '1x' })).toThrow(refused('InvalidArgument'));
    expect(() => queue.enqueue('hello', event(), { delaySeconds: 3600 })).toThrow(refused('InvalidArgument'));
    expect(() => queue.enqueue('hallo', event())).toThrow(refused('FunctionNotFound'));
    expect(queue.tasks()).toEqual([]);
  });

  it('delays a call, and says until when', async () => {
    const { queue, clock, calls } = new Workspace([functionOf('hello')]);
    queue.enqueue('hello', event(), { taskId: 'later', delaySeconds: 90 });
    expect(queue.tasks()).toMatchObject([
      { taskId: 'later', status: 'Enqueued', nextAttemptAt: new Date('2025-01-01T00:01:30Z') },
    ]);
    await clock.advance(89_999);
    expect(calls).toEqual([]);
    await clock.advance(1);
    expect(calls).toHaveLength(1);
  });

  it('lists tasks by function, with how they ended', async () => {
    const workspace = new Workspace([functionOf('hello'), functionOf('other')]);
    const { queue, clock } = workspace;
    workspace.failing.add('other');
    queue.enqueue('hello', event(), { taskId: 'one' });
    queue.enqueue('other', event(), { taskId: 'two' });
    await clock.advance(0);
    expect(queue.tasks('hello')).toMatchObject([{ taskId: 'one', status: 'Succeeded', attempts: 1 }]);
    expect(queue.tasks('other')).toMatchObject([
      { taskId: 'two', status: 'Failed', error: { type: 'InvocationError' } },
    ]);
    expect(queue.tasks()).toHaveLength(2);
  });

  it('stops one task, or all of a function', async () => {
    const { queue, clock, calls } = new Workspace([functionOf('hello'), functionOf('other')]);
    for (const taskId of ['one', 'two', 'three']) queue.enqueue('hello', event(), { taskId, delaySeconds: 10 });
    queue.enqueue('other', event(), { delaySeconds: 10 });
    expect(queue.stop('hello', 'one')).toBe(true);
    expect(queue.stop('hello', 'one')).toBe(false);
    expect(queue.stop('other', 'two')).toBe(false);
    queue.stopAll('hello');
    await clock.advance(20_000);
    expect(calls.map(({ id }) => id)).toEqual(['other']);
    expect(queue.tasks('hello').map(({ status }) => status)).toEqual(['Stopped', 'Stopped', 'Stopped']);
  });

  it('leaves nothing behind when it is disposed of', async () => {
    const { queue, clock, calls, told } = new Workspace([functionOf('hello')]);
    queue.enqueue('hello', event());
    queue.enqueue('hello', event(), { delaySeconds: 10 });
    queue[Symbol.dispose]();
    expect(clock.sleeping).toBe(0);
    expect(queue.tasks()).toEqual([]);
    await clock.advance(20_000);
    expect(calls).toEqual([]);
    expect(told.map(({ status }) => status)).toEqual(['Enqueued', 'Enqueued']);
    expect(() => queue.enqueue('hello', event())).toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

describe('The destination of an asynchronous call', () => {
  it('is called with the result, as a function of the workspace', async () => {
    const { queue, clock, calls, deliveries } = new Workspace([
      functionOf('hello', { onSuccess: 'next' }),
      functionOf('next'),
    ]);
    const { requestId } = queue.enqueue('hello', event('{"a":1}'));
    await clock.advance(1000);
    expect(calls.map(({ id }) => id)).toEqual(['hello', 'next']);
    expect(JSON.parse(calls[1]?.body ?? '')).toEqual({
      timestamp: Date.parse('2025-01-01T00:00:00Z'),
      requestContext: {
        requestId,
        functionArn: 'acs:fc:cn-hangzhou:1234567890123456:functions/hello',
        condition: '',
        approximateInvokeCount: 1,
      },
      requestPayload: '{"a":1}',
      responseContext: { statusCode: 200, functionError: '' },
      responsePayload: 'done',
    });
    expect(calls[1]?.options).toMatchObject({ invocationType: 'Async', qualifier: 'LATEST' });
    expect(deliveries).toMatchObject([
      {
        event: 'onSuccess',
        delivered: true,
        text: `next is called with the result of ${requestId}, as ${String(calls[1]?.options.requestId)}.`,
      },
    ]);
  });

  it('is called with the version its ARN names', async () => {
    const { queue, clock, calls } = new Workspace([
      functionOf('hello', { onSuccess: 'next.prod' }),
      functionOf('next'),
    ]);
    queue.enqueue('hello', event());
    await clock.advance(1000);
    expect(calls[1]).toMatchObject({ id: 'next', options: { qualifier: 'prod' } });
  });

  it('is told a failure, and a task that somebody stopped', async () => {
    const workspace = new Workspace([functionOf('hello', { onFailure: 'repair' }), functionOf('repair')]);
    const { queue, clock, deliveries } = workspace;
    workspace.failing.add('hello');
    queue.enqueue('hello', event());
    await clock.advance(0);
    queue.enqueue('hello', event(), { taskId: 'stopped', delaySeconds: 10 });
    queue.stop('hello', 'stopped');
    expect(deliveries.map((delivery) => [delivery.event, delivery.record.requestContext.condition])).toEqual([
      ['onFailure', 'InvocationError'],
      ['onFailure', 'ClientClosedRequest'],
    ]);
  });

  it('that is a queue is only told of', async () => {
    const queueArn = 'acs:mns:cn-hangzhou:1234:/queues/dead/messages';
    const { queue, clock, deliveries, calls } = new Workspace([functionOf('hello', { onSuccess: queueArn })]);
    queue.enqueue('hello', event());
    await clock.advance(1000);
    expect(calls).toHaveLength(1);
    expect(deliveries).toMatchObject([
      { delivered: false, text: `The result would go to ${queueArn}; only functions are called here.` },
    ]);
  });

  it('is not called with more than an asynchronous call may carry', async () => {
    const workspace = new Workspace([functionOf('hello', { onSuccess: 'next' }), functionOf('next')]);
    workspace.answer = 'x'.repeat(131_072);
    workspace.queue.enqueue('hello', event());
    await workspace.clock.advance(1000);
    expect(workspace.calls).toHaveLength(1);
    expect(workspace.deliveries[0]).toMatchObject({
      delivered: false,
      text: expect.stringContaining('and asynchronous calls carry 131072 at most') as string,
    });
  });

  it('that leads in a circle is called eight times, and then told to be a loop', async () => {
    const { queue, clock, calls, deliveries } = new Workspace([
      functionOf('ping', { onSuccess: 'pong' }),
      functionOf('pong', { onSuccess: 'ping' }),
    ]);
    queue.enqueue('ping', event());
    await clock.advance(60_000);
    expect(calls).toHaveLength(9);
    expect(deliveries.at(-1)).toMatchObject({
      delivered: false,
      text: 'pong was not called: 8 destinations have called one another. Is it a loop?',
    });
    expect(clock.sleeping).toBe(0);
  });

  it('goes with its function when that is gone', async () => {
    const workspace = new Workspace([functionOf('hello', { onFailure: 'repair' }), functionOf('repair')]);
    workspace.queue.enqueue('hello', event(), { delaySeconds: 1 });
    workspace.functions = [];
    await workspace.clock.advance(1000);
    expect(workspace.queue.tasks()).toMatchObject([{ status: 'Invalid' }]);
    expect(workspace.deliveries).toEqual([]);
  });
});
