import { GetFunctionRequest, InvokeFunctionRequest, ListFunctionsRequest } from '@alicloud/fc20230330';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/node/systemClock.ts';
import { client2, client3, eventOf, invoke3 } from '../../support/functionComputeSdks.ts';
import { answering, bytesOf, echo, FakeBackend, gatewayFunction } from './fakeBackend.ts';
import { apiOf } from './testGateway.ts';

const clock = systemClock;

describe('The SDK of Function Compute 3.0, with nothing but the endpoint changed,', () => {
  it('invokes a function', async () => {
    const backend = new FakeBackend(echo);
    await using api = await apiOf(backend, { clock });
    const answer = await client3(api.url).invokeFunction('hello', eventOf('{"a": 1.0}'));
    expect(answer.statusCode).toBe(200);
    expect((await bytesOf(answer.body!)).toString()).toBe('{"a": 1.0}');
    expect(answer.headers).toMatchObject({
      'x-fc-request-id': backend.calls[0]?.options.requestId,
      'x-fc-instance-id': 'c-65b764db-15fa2aa8-bc50f7839399',
      'x-fc-invocation-duration': '4',
      'x-fc-max-memory-usage': '100.26',
      'x-fc-invocation-service-version': 'LATEST',
    });
    expect(answer.headers).not.toHaveProperty('x-fc-error-type');
  });

  it('reads the end of the log', async () => {
    const backend = new FakeBackend();
    backend.tail = 'FC Invoke Start RequestId: 1-0\n… Max Memory Used: 100.26 MB';
    await using api = await apiOf(backend, { clock });
    const { headers } = await invoke3(client3(api.url), 'hello', '', { xFcLogType: 'Tail' });
    expect(Buffer.from(headers?.['x-fc-log-result'] ?? '', 'base64').toString()).toBe(backend.tail);
  });

  it('sees that a function failed', async () => {
    const error = { type: 'UnhandledInvocationError', message: 'Process exited' } as const;
    const backend = new FakeBackend(async (call) => {
      await answering('{"errorMessage":"Process exited"}')(call);
      return { error };
    });
    await using api = await apiOf(backend, { clock });
    const answer = await client3(api.url).invokeFunction('hello', eventOf(''));
    expect([answer.statusCode, answer.headers?.['x-fc-error-type']]).toEqual([200, 'UnhandledInvocationError']);
    expect((await bytesOf(answer.body!)).toString()).toBe('{"errorMessage":"Process exited"}');
  });

  it('sends a task, once', async () => {
    const backend = new FakeBackend();
    await using api = await apiOf(backend, { clock });
    const send = (): ReturnType<typeof invoke3> =>
      invoke3(client3(api.url), 'hello', 'order', { xFcInvocationType: 'Async', xFcAsyncTaskId: 'order-1' });
    const answer = await send();
    expect([answer.statusCode, answer.headers?.['x-fc-async-task-id']]).toEqual([202, 'order-1']);
    expect(backend.queued).toMatchObject([{ options: { taskId: 'order-1' } }]);
    await expect(send()).rejects.toMatchObject({ statusCode: 409 });
  });

  it('looks around', async () => {
    const names = ['alpha', 'beta', 'beta-2', 'gamma'];
    const backend = new FakeBackend(
      undefined,
      names.map((functionName) =>
        gatewayFunction(
          { id: functionName, functionName, environmentVariables: { KEY: 'value' } },
          { imageId: 'sha256:1' },
        ),
      ),
    );
    await using api = await apiOf(backend, { clock });
    const client = client3(api.url);
    const { body } = await client.getFunction('beta', new GetFunctionRequest({}));
    expect(body).toMatchObject({
      functionName: 'beta',
      functionArn: 'acs:fc:cn-hangzhou:1234567890123456:functions/beta',
      runtime: 'custom-container',
      memorySize: 512,
      environmentVariables: { KEY: 'value' },
      customContainerConfig: { image: 'hello:1', port: 9000, resolvedImageUri: 'hello@sha256:1' },
      state: 'Active',
      lastUpdateStatus: 'Successful',
    });
    const first = await client.listFunctions(new ListFunctionsRequest({ prefix: 'beta', limit: 1 }));
    expect(first.body?.functions?.map(({ functionName }) => functionName)).toEqual(['beta']);
    const { nextToken } = first.body!;
    const second = await client.listFunctions(
      new ListFunctionsRequest({ prefix: 'beta', limit: 1, nextToken: nextToken! }),
    );
    expect(second.body?.functions?.map(({ functionName }) => functionName)).toEqual(['beta-2']);
    expect(second.body?.nextToken).toBeUndefined();
  });

  it('hears the platform’s own errors', async () => {
    await using api = await apiOf(new FakeBackend(), { clock });
    await expect(client3(api.url).invokeFunction('nobody', eventOf(''))).rejects.toMatchObject({
      statusCode: 404,
      code: 'FunctionNotFound',
      message: expect.stringContaining("function 'nobody' does not exist.") as string,
    });
  });

  it('signs as the gateway checks', async () => {
    await using api = await apiOf(new FakeBackend(echo), { clock, checkSignatures: true });
    const answer = await client3(api.url).invokeFunction('hello', new InvokeFunctionRequest({ qualifier: 'LATEST' }));
    expect(answer.statusCode).toBe(200);
    const list = await client3(api.url).listFunctions(new ListFunctionsRequest({ prefix: 'h*llo ~(ä)+', limit: 5 }));
    expect(list.body?.functions).toEqual([]);
    const wrongSecret = client3(api.url, 'wrong').invokeFunction('hello', eventOf(''));
    await expect(wrongSecret).rejects.toMatchObject({ statusCode: 403, code: 'SignatureNotMatch' });
    const wrongId = client3(api.url, 'secret', 'somebody').invokeFunction('hello', eventOf(''));
    await expect(wrongId).rejects.toMatchObject({ statusCode: 403, code: 'InvalidAccessKeyID' });
  });
});

describe('The SDK of Function Compute 2.0, with nothing but the endpoint changed,', () => {
  it('invokes a function', async () => {
    const backend = new FakeBackend(echo);
    await using api = await apiOf(backend, { clock });
    const client = client2(api.url);
    const { data, headers } = await client.invokeFunction('shop', 'hello', 'event');
    expect(data).toBe('event');
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-fc-invocation-service-version': 'LATEST',
    });
    const raw = await client.invokeFunction('shop', 'hello', Buffer.from([0, 255]), {}, 'LATEST', { rawBuf: true });
    expect(raw.data).toEqual(Buffer.from([0, 255]));
  });

  it('sends a task, and reads the end of the log', async () => {
    const backend = new FakeBackend();
    backend.tail = 'the end';
    await using api = await apiOf(backend, { clock });
    const client = client2(api.url);
    const { headers } = await client.invokeFunction('shop', 'hello', 'order', {
      'x-fc-invocation-type': 'Async',
      'x-fc-stateful-async-invocation-id': 'order-1',
    });
    expect(headers['x-fc-stateful-async-invocation-id']).toBe('order-1');
    expect(backend.queued).toMatchObject([{ options: { taskId: 'order-1' } }]);
    const tailed = await client.invokeFunction('shop', 'hello', null, { 'x-fc-log-type': 'Tail' });
    expect(Buffer.from(tailed.headers['x-fc-log-result']!, 'base64').toString()).toBe('the end');
  });

  it('calls over HTTP by the proxy path, which the function sees whole', async () => {
    const backend = new FakeBackend(echo);
    await using api = await apiOf(backend, { clock });
    const { data } = await client2(api.url).post('/proxy/shop/hello/orders', 'abc', {}, { x: '1' });
    expect(data).toBe('abc');
    expect(backend.calls[0]?.request).toMatchObject({
      mode: 'http',
      method: 'POST',
      path: '/2016-08-15/proxy/shop/hello/orders?x=1',
    });
  });

  it('looks around', async () => {
    await using api = await apiOf(new FakeBackend(), { clock });
    const client = client2(api.url);
    expect((await client.getFunction('shop', 'hello')).data).toMatchObject({
      functionName: 'hello',
      caPort: 9000,
      customContainerConfig: { image: 'hello:1' },
    });
    expect((await client.listFunctions('shop', { limit: 10 })).data).toMatchObject({
      functions: [{ functionName: 'hello' }],
    });
  });

  it('hears the platform’s own errors', async () => {
    await using api = await apiOf(new FakeBackend(), { clock });
    await expect(client2(api.url).invokeFunction('shop', 'nobody', 'event')).rejects.toMatchObject({
      code: 'FunctionNotFound',
      message: expect.stringContaining("function 'nobody' does not exist in service 'shop'") as string,
    });
  });

  it('signs as the gateway checks', async () => {
    const httpTrigger = {
      ...{ name: 'http', qualifier: 'LATEST', methods: ['GET', 'POST'], disableURLInternet: false },
      authType: 'function',
    };
    const backend = new FakeBackend(echo, [gatewayFunction({ httpTrigger })]);
    await using api = await apiOf(backend, { clock, checkSignatures: true });
    const client = client2(api.url);
    expect((await client.invokeFunction('shop', 'hello', 'event', { 'X-Fc-Log-Type': 'None' })).data).toBe('event');
    expect((await client.post('/proxy/shop/hello/a%20b', 'abc', {}, { b: '2', a: 'x y' })).data).toBe('abc');
    expect((await client.listFunctions('shop', { limit: 10 })).data).toHaveProperty('functions');
    const wrong = client2(api.url, 'wrong');
    const mismatch = { code: 'SignatureNotMatch' };
    await expect(wrong.invokeFunction('shop', 'hello', 'event')).rejects.toMatchObject(mismatch);
    await expect(wrong.post('/proxy/shop/hello/', 'abc')).rejects.toMatchObject(mismatch);
    await expect(wrong.listFunctions('shop')).rejects.toMatchObject(mismatch);
    await expect(client2(api.url, 'secret', 'somebody').getFunction('shop', 'hello')).rejects.toMatchObject({
      code: 'InvalidAccessKeyID',
    });
  });
});
