import { describe, expect, it } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { answering, echo, FakeBackend, gatewayFunction } from './fakeBackend.ts';
import { apiOf } from './testGateway.ts';

describe.each(['2016-08-15', '2021-04-06'])('The API of Function Compute 2.0, %s,', (version) => {
  it('invokes a function of whatever service', async () => {
    const backend = new FakeBackend(echo);
    await using api = await apiOf(backend);
    const url = `${api.url}/${version}/services/shop.LATEST/functions/hello/invocations`;
    const answer = await fetch(url, { method: 'POST', body: 'event' });
    expect(await answer.text()).toBe('event');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-fc-invocation-duration');
    expect(backend.calls).toMatchObject([{ request: { mode: 'event' } }]);
  });

  it('calls over HTTP by the proxy path', async () => {
    const backend = new FakeBackend(answering('made', 201, ['X-Own', '1']));
    await using api = await apiOf(backend);
    const answer = await fetch(`${api.url}/${version}/proxy/shop/hello/orders/7?x=1`, { method: 'PUT' });
    expect([answer.status, await answer.text(), answer.headers.get('x-own')]).toEqual([201, 'made', '1']);
    expect(backend.calls).toMatchObject([
      { request: { mode: 'http', method: 'PUT', path: `/${version}/proxy/shop/hello/orders/7?x=1` } },
    ]);
  });

  it('finds the function by a header, and leaves the path alone', async () => {
    const backend = new FakeBackend(echo);
    await using api = await apiOf(backend);
    const headers = { 'x-fc-invocation-target': `${version}/proxy/shop/hello` };
    await fetch(`${api.url}/orders/7?x=1`, { headers });
    expect(backend.calls).toMatchObject([{ request: { mode: 'http', path: '/orders/7?x=1' } }]);
  });
});

describe('The API of Function Compute 2.0', () => {
  it('lets that header name calls over HTTP only', async () => {
    await using api = await apiOf(new FakeBackend());
    const headers = { 'x-fc-invocation-target': '2016-08-15/services/shop/functions' };
    expect((await fetch(`${api.url}/orders`, { headers })).status).toBe(400);
  });

  it('words its errors as it did', async () => {
    const full = new FcError('ResourceExhausted', 'too many');
    await using api = await apiOf(new FakeBackend(() => Promise.reject(full)));
    const invoke = async (service: string, name: string): Promise<unknown> => {
      const path = `/2016-08-15/services/${service}/functions/${name}/invocations`;
      const answer = await fetch(api.url + path, { method: 'POST' });
      return [answer.status, await answer.json()];
    };
    expect(await invoke('shop', 'nobody')).toEqual([
      404,
      { ErrorCode: 'FunctionNotFound', ErrorMessage: "function 'nobody' does not exist in service 'shop'" },
    ]);
    expect(await invoke('shop.prod', 'hello')).toMatchObject([404, { ErrorCode: 'AliasNotFound' }]);
    expect(await invoke('shop', 'hello')).toEqual([429, { ErrorCode: 'ResourceExhausted', ErrorMessage: 'too many' }]);
  });

  it('holds HTTP calls to the trigger of the function', async () => {
    const httpTrigger = {
      ...{ name: 'http', qualifier: 'LATEST', authType: 'anonymous', disableURLInternet: false },
      methods: ['GET'],
    };
    const backend = new FakeBackend(echo, [gatewayFunction({ httpTrigger })]);
    await using api = await apiOf(backend, { checkSignatures: true });
    expect((await fetch(`${api.url}/2016-08-15/proxy/shop/hello`)).status).toBe(200); // anonymous: no signature
    expect((await fetch(`${api.url}/2016-08-15/proxy/shop/hello`, { method: 'POST' })).status).toBe(403);
  });
});
