import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import { answering, echo, FakeBackend, gatewayFunction } from './fakeBackend.ts';
import { apiOf } from './testGateway.ts';

const path = '/2023-03-30/functions/hello/invocations';

const failedWith = (error: InvocationReport['error'], body = ''): FakeBackend =>
  new FakeBackend(async (call) => {
    await answering(body, 404, ['content-type', 'text/plain'])(call);
    return { error: error! };
  });

describe('InvokeFunction', () => {
  it('gives the body of the answer, and drops its status and headers', async () => {
    const backend = new FakeBackend(answering('{"errorMessage":"exception"}', 400, ['X-Own', '1']));
    await using api = await apiOf(backend);
    const answer = await fetch(api.url + path, { method: 'POST', body: 'event', headers: { 'x-own': '1' } });
    expect([answer.status, await answer.text()]).toEqual([200, '{"errorMessage":"exception"}']);
    const { date, connection, ...headers } = Object.fromEntries(answer.headers);
    expect([date, connection]).toEqual([expect.any(String), 'keep-alive']);
    expect(headers).toEqual({
      'access-control-expose-headers': 'Date,x-fc-request-id',
      'content-length': '28',
      'content-type': 'application/octet-stream',
      'x-fc-instance-id': 'c-65b764db-15fa2aa8-bc50f7839399',
      'x-fc-invocation-duration': '4',
      'x-fc-invocation-service-version': 'LATEST',
      'x-fc-max-memory-usage': '100.26',
      'x-fc-request-id': '1-67748580-00000000-000000000001',
    });
    expect(backend.calls).toMatchObject([
      {
        id: '/shop/s.yaml#hello',
        request: { mode: 'event', body: Buffer.from('event') },
        options: { requestId: '1-67748580-00000000-000000000001' },
      },
    ]);
  });

  it('leaves the memory out when the engine cannot tell it', async () => {
    const backend = new FakeBackend(async (call) => {
      await answering('')(call);
      return { maxMemoryMb: undefined } as never;
    });
    await using api = await apiOf(backend);
    const { headers } = await fetch(api.url + path, { method: 'POST' });
    expect(headers.has('x-fc-max-memory-usage')).toBe(false);
  });

  it.each([
    [{ type: 'InvocationError', message: 'I say so' }, 'I say so', 'application/octet-stream'],
    [{ type: 'UnhandledInvocationError', message: 'Process exited' }, '{"errorMessage":"…"}', 'application/json'],
  ] as const)('says by a header that the function failed: %j', async (error, body, contentType) => {
    await using api = await apiOf(failedWith(error, body));
    const answer = await fetch(api.url + path, { method: 'POST' });
    expect([answer.status, await answer.text()]).toEqual([200, body]);
    expect(answer.headers.get('x-fc-error-type')).toBe(error.type);
    expect(answer.headers.get('content-type')).toBe(contentType);
  });

  it('gives nothing of an answer that broke off', async () => {
    const backend = new FakeBackend(({ sink }) => {
      sink.head(200, ['content-length', '100'], () => undefined);
      sink.data(Buffer.from('half'));
      sink.broken(new Error('gone'));
      return { error: { type: 'UnhandledInvocationError', message: 'Process exited unexpectedly' } };
    });
    await using api = await apiOf(backend);
    const answer = await fetch(api.url + path, { method: 'POST' });
    expect(await answer.json()).toEqual({ errorMessage: 'Process exited unexpectedly' });
    expect(answer.headers.get('x-fc-error-type')).toBe('UnhandledInvocationError');
  });

  it('gives no answer that is larger than an event may be', async () => {
    await using api = await apiOf(new FakeBackend(answering(Buffer.alloc(32 * 1024 * 1024 + 1))));
    const answer = await fetch(api.url + path, { method: 'POST' });
    expect(answer.headers.get('x-fc-error-type')).toBe('UnhandledInvocationError');
    expect(await answer.json()).toEqual({
      errorMessage: 'the answer is larger than the 33554432 bytes that are allowed',
    });
  });

  it('answers a failed initializer with 200', async () => {
    const error = new FcError('InitializationError', 'the initializer answered 500');
    await using api = await apiOf(new FakeBackend(() => Promise.reject(error)));
    const answer = await fetch(api.url + path, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([200, { errorMessage: 'the initializer answered 500' }]);
    expect(answer.headers.get('x-fc-error-type')).toBe('InitializationError');
  });

  it('answers a failed start with the platform’s code', async () => {
    const error = new FcError('CAExited', 'Function instance exited unexpectedly(code 1).', { detail: 'boom' });
    await using api = await apiOf(new FakeBackend(() => Promise.reject(error)));
    const answer = await fetch(api.url + path, { method: 'POST' });
    expect(answer.status).toBe(412);
    expect(await answer.json()).toMatchObject({
      Code: 'CAExited',
      Message: 'Function instance exited unexpectedly(code 1).\nLogs:boom',
    });
  });

  it('gives the end of the log to whoever asks, of functions that take one call at a time', async () => {
    const backend = new FakeBackend();
    backend.tail = 'the end';
    await using api = await apiOf(backend);
    const tail = async (type?: string): Promise<string | null> => {
      const headers = type === undefined ? {} : { 'x-fc-log-type': type };
      return (await fetch(api.url + path, { method: 'POST', headers })).headers.get('x-fc-log-result');
    };
    expect(await tail('Tail')).toBe(Buffer.from('the end').toString('base64'));
    expect([await tail(), await tail('None')]).toEqual([null, null]);
    backend.list = [gatewayFunction({ instanceConcurrency: 2 })];
    expect(await tail('Tail')).toBeNull();
  });

  it('puts an asynchronous call into the queue', async () => {
    const backend = new FakeBackend();
    await using api = await apiOf(backend);
    const headers = { 'x-fc-invocation-type': 'Async', 'x-fc-async-delay': '5' };
    const answer = await fetch(api.url + path, { method: 'POST', body: 'event', headers });
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    const requestId = answer.headers.get('x-fc-request-id');
    expect(answer.headers.get('x-fc-async-task-id')).toBe(requestId);
    expect(backend.queued).toMatchObject([
      { request: { mode: 'event', body: Buffer.from('event') }, options: { requestId, delaySeconds: 5 } },
    ]);
  });

  it.each([
    [{ 'x-fc-invocation-type': 'async' }, 'InvalidArgument'],
    [{ 'x-fc-invocation-type': 'DryRun' }, 'InvalidArgument'],
    [{ 'x-fc-log-type': 'All' }, 'InvalidArgument'],
    [{ 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': '1-begins-with-a-digit' }, 'InvalidArgument'],
    [{ 'x-fc-invocation-type': 'Async', 'x-fc-async-delay': '3600' }, 'InvalidArgument'],
    [{ 'x-fc-invocation-type': 'Async', 'x-fc-async-delay': 'soon' }, 'InvalidArgument'],
  ])('refuses what it does not understand: %j', async (headers, code) => {
    const backend = new FakeBackend();
    await using api = await apiOf(backend);
    const answer = await fetch(api.url + path, { method: 'POST', headers });
    expect([answer.status, await answer.json()]).toMatchObject([400, { Code: code }]);
    expect([backend.calls, backend.queued]).toEqual([[], []]);
  });

  it('takes events of 32 MB, and asynchronous ones of 128 KB', async () => {
    const backend = new FakeBackend(echo);
    await using api = await apiOf(backend);
    const send = async (size: number, type: string): Promise<unknown> => {
      const headers = { 'x-fc-invocation-type': type };
      const answer = await fetch(api.url + path, { method: 'POST', body: Buffer.alloc(size), headers });
      return answer.status === 400 ? await answer.json() : answer.status;
    };
    const tooLarge = (bytes: number): unknown =>
      expect.objectContaining({
        Code: 'EntityTooLarge',
        Message: `payload size exceeds maximum allowed size (${bytes} bytes)`,
      });
    expect(await send(32 * 1024 * 1024, 'Sync')).toBe(200);
    expect(await send(32 * 1024 * 1024 + 1, 'Sync')).toEqual(tooLarge(33_554_432));
    expect(await send(128 * 1024, 'Async')).toBe(202);
    expect(await send(128 * 1024 + 1, 'Async')).toEqual(tooLarge(131_072));
  });

  it.each([
    ['LATEST', 200, undefined],
    ['', 200, undefined],
    ['7', 404, 'VersionNotFound'],
    ['prod', 404, 'AliasNotFound'],
  ])('knows no version but the latest: %s', async (qualifier, status, code) => {
    const backend = new FakeBackend(answering('{}'));
    await using api = await apiOf(backend);
    const answer = await fetch(`${api.url}${path}?qualifier=${qualifier}`, { method: 'POST' });
    expect([answer.status, ((await answer.json()) as { Code?: string }).Code]).toEqual([status, code]);
  });

  it('ends the call when its caller goes away', async () => {
    const backend = new FakeBackend(({ options }) => once(options.signal!, 'abort').then(() => undefined));
    await using api = await apiOf(backend);
    const gone = new AbortController();
    const answer = fetch(api.url + path, { method: 'POST', body: 'event', signal: gone.signal });
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    gone.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(backend.calls[0]?.options.signal?.aborted).toBe(true));
  });
});
