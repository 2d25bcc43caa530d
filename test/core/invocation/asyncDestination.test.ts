import { describe, expect, it } from 'vitest';
import {
  asyncRecord,
  destinationOf,
  readDestination,
  type AsyncRecord,
  type AsyncResult,
} from '../../../src/core/invocation/asyncDestination.ts';
import type { AsyncTask } from '../../../src/core/invocation/asyncTask.ts';
import { testSpec } from '../../support/testSpec.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function record(changes: Partial<AsyncTask>, result?: Partial<AsyncResult>): AsyncRecord {
  return asyncRecord({
    task: {
      taskId: 'job-1',
      requestId: '1-670648a1-15197d0b-d07710222f9d',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      qualifier: 'LATEST',
      status: 'Failed',
      enqueuedAt: new Date(1728465057000),
      attempts: 1,
      ...changes,
    },
    functionArn: 'acs:fc:cn-hangzhou:1234:functions/hello',
    requestPayload: utf8('{"failure":true}'),
    result: result && { payload: utf8(''), statusCode: 200, ...result },
    now: new Date(1728465200000),
  });
}

describe('The record of an asynchronous call', () => {
  it('is what the docs show for a function that timed out twice', () => {
    const message = 'Function timed out after 60 seconds (maxMemoryUsage: 8MB)';
    const payload = utf8(JSON.stringify({ errorMessage: message }));
    expect(
      record(
        { attempts: 2, startedAt: new Date(1728465119433) },
        { payload, error: { type: 'UnhandledInvocationError', message } },
      ),
    ).toEqual({
      timestamp: 1728465119433,
      requestContext: {
        requestId: '1-670648a1-15197d0b-d07710222f9d',
        functionArn: 'acs:fc:cn-hangzhou:1234:functions/hello',
        condition: 'InvocationError',
        approximateInvokeCount: 2,
      },
      requestPayload: '{"failure":true}',
      responseContext: { statusCode: 200, functionError: 'InvocationError' },
      responsePayload: '{"errorMessage":"Function timed out after 60 seconds (maxMemoryUsage: 8MB)"}',
    });
  });

  it('of a success has the answer, and neither condition nor error', () => {
    expect(record({ status: 'Succeeded' }, { payload: utf8('done') })).toMatchObject({
      requestContext: { condition: '' },
      responseContext: { statusCode: 200, functionError: '' },
      responsePayload: 'done',
    });
  });

  it.each([
    ['ResourceExhausted', 429, 'FunctionResourceExhausted', ''],
    ['CAExited', 412, 'CAExited', ''],
    ['EngineNotRunning', 500, 'EngineNotRunning', ''],
    ['InitializationError', 200, 'InitializationError', 'InitializationError'],
  ])('tells %s', (type, statusCode, condition, functionError) => {
    expect(record({}, { statusCode, error: { type, message: 'no' } })).toMatchObject({
      requestContext: { condition },
      responseContext: { statusCode, functionError },
    });
  });

  it('tells a call that was stopped as one whose caller went away', () => {
    expect(record({ status: 'Stopped', attempts: 0 })).toMatchObject({
      timestamp: 1728465200000,
      requestContext: { condition: 'ClientClosedRequest', approximateInvokeCount: 0 },
      responseContext: { statusCode: 499, functionError: '' },
      responsePayload: '',
    });
  });

  it('tells a call that became too old', () => {
    expect(record({ status: 'Expired', attempts: 0 }).requestContext.condition).toBe('Expired');
  });
});

describe("A destination's ARN", () => {
  it.each([
    ['acs:fc:cn-hangzhou:1234:functions/next', 'LATEST'],
    ['acs:fc:cn-hangzhou:1234:functions/next.prod', 'prod'],
    ['acs:fc:cn-hangzhou:1234:functions/next/prod', 'prod'],
    ['acs:fc:cn-hangzhou:1234:services/shop.LATEST/functions/next', 'LATEST'],
  ])('names a function: %s', (arn, qualifier) => {
    expect(readDestination(arn)).toEqual({ kind: 'function', region: 'cn-hangzhou', functionName: 'next', qualifier });
  });

  it.each([
    ['acs:mns:cn-hangzhou:1234:/queues/dead/messages', 'Simple Message Queue', 65_536],
    ['acs:eventbridge:cn-hangzhou:1234:eventbus/mine', 'EventBridge', 65_536],
    ['acs:mq:cn-hangzhou:1234:/instances/i/topics/t', 'ApsaraMQ for RocketMQ', 4_194_304],
    ['nonsense', 'the destination', Infinity],
  ])('names a service: %s', (arn, service, limitBytes) => {
    expect(readDestination(arn)).toEqual({ kind: 'service', service, limitBytes });
  });
});

describe('A destination', () => {
  const from = testSpec();
  const next = testSpec({ id: '/shop/s.yaml#next', functionName: 'next' });
  const find = (arn: string, functions = [from, next], recordBytes = 100): ReturnType<typeof destinationOf> =>
    destinationOf(arn, { functions, from, recordBytes });

  it('is the function of that name and region', () => {
    expect(find('acs:fc:cn-hangzhou:1234:functions/next.prod')).toEqual({ spec: next, qualifier: 'prod' });
  });

  it('is the one of the same file when there are two', () => {
    const other = testSpec({ ...next, id: '/else/s.yaml#next', configFile: '/else/s.yaml' });
    expect(find('acs:fc:cn-hangzhou:1234:functions/next', [other, next])).toMatchObject({ spec: next });
  });

  it('may have a region that only Serverless Devs can tell', () => {
    expect(find('acs:fc:${vars.region}:1234:functions/next')).toMatchObject({ spec: next });
  });

  it('that is not in the workspace is told by its name', () => {
    expect(find('acs:fc:cn-shanghai:1234:functions/next')).toEqual({
      text: 'acs:fc:cn-shanghai:1234:functions/next was not called: this workspace has no function next in cn-shanghai.',
    });
  });

  it('that is a queue is told, and what it would refuse', () => {
    const queue = 'acs:mns:cn-hangzhou:1234:/queues/dead/messages';
    expect(find(queue)).toEqual({ text: `The result would go to ${queue}; only functions are called here.` });
    expect(find(queue, [], 65_537)).toEqual({
      text:
        `The result would go to ${queue}; only functions are called here. ` +
        'Simple Message Queue would refuse it: it has 65 KB, and 64 KB are allowed.',
    });
  });
});
