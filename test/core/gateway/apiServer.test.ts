import { describe, expect, it } from 'vitest';
import { answering, FakeBackend, gatewayFunction } from './fakeBackend.ts';
import { apiOf, rawConnection, readUntil } from './testGateway.ts';

const invocations = '/2023-03-30/functions/hello/invocations';

/** The answer to a POST with these headers, as text. */
async function post(port: number, ...headers: string[]): Promise<string> {
  const socket = await rawConnection(port);
  socket.write([`POST ${invocations} HTTP/1.1`, ...headers, 'Content-Length: 0', '', ''].join('\r\n'));
  try {
    return await readUntil(socket, '\r\n\r\n');
  } finally {
    socket.destroy();
  }
}

describe('The API', () => {
  it.each([
    ['GET', '/', 'Code'],
    ['PUT', '/2023-03-30/functions/hello', 'Code'],
    ['POST', '/2023-03-30/functions/hello', 'Code'],
    ['GET', invocations, 'Code'],
    ['POST', '/2023-03-30/functions', 'Code'],
    ['GET', '/2023-03-30/functions/hello/triggers', 'Code'],
    ['OPTIONS', '/2023-03-30/functions', 'Code'],
    ['DELETE', '/2016-08-15/services/shop/functions/hello', 'ErrorCode'],
    ['GET', '/2016-08-15/services', 'ErrorCode'],
    ['GET', '/2016-08-15/proxy/shop', 'ErrorCode'],
  ])('says of what it does not serve that it does not: %s %s', async (method, path, code) => {
    const backend = new FakeBackend();
    await using api = await apiOf(backend);
    const answer = await fetch(api.url + path, { method });
    expect(answer.status).toBe(400);
    const message = code === 'Code' ? 'Message' : 'ErrorMessage';
    expect(await answer.json()).toMatchObject({
      [code]: 'PathNotSupported',
      [message]: `'${method}' against '${path}' is not supported`,
    });
    expect(answer.headers.get('x-fc-error-type')).toBe('FCCommonError');
    expect(answer.headers.get('x-fc-request-id')).toMatch(/^1-67748580-/);
    expect(backend.calls).toEqual([]);
  });

  it.each(['localhost', 'LOCALHOST:80', '127.0.0.1:8990', '[::1]:8990', 'hello.localhost', 'tunnel.example:443'])(
    'answers to a name of this machine: %s',
    async (host) => {
      await using api = await apiOf(new FakeBackend(), { allowedHosts: ['Tunnel.example'] });
      expect(await post(api.port, `Host: ${host}`)).toContain('200 OK');
    },
  );

  it.each(['rebound.example', '127.0.0.1.rebound.example', 'localhost.rebound.example', '10.0.0.1', ''])(
    'refuses any other name, so that no web site can pose as this machine: %s',
    async (host) => {
      const backend = new FakeBackend();
      await using api = await apiOf(backend);
      expect(await post(api.port, `Host: ${host}`)).toContain('403 Forbidden');
      expect(backend.calls).toEqual([]);
    },
  );

  it.each([
    ['another site', 'Origin: https://elsewhere.example'],
    ['another port of this machine', 'Origin: http://localhost:3000'],
    ['a sandbox', 'Origin: null'],
    ['an image of another site', 'Sec-Fetch-Site: cross-site'],
    ['a page on another port of this machine', 'Sec-Fetch-Site: same-site'],
  ])('is not for pages of %s', async (_what, header) => {
    const backend = new FakeBackend();
    await using api = await apiOf(backend);
    const answer = await post(api.port, 'Host: localhost', header);
    expect(answer).toContain('403 Forbidden');
    expect(answer).not.toMatch(/access-control-allow/i);
    expect(backend.calls).toEqual([]);
  });

  it('never allows other origins to read it, whatever the function says', async () => {
    const headers = ['Access-Control-Allow-Origin', '*'];
    await using api = await apiOf(new FakeBackend(answering('hello', 200, headers)));
    const answer = await post(api.port, `Host: localhost:${api.port}`, `Origin: http://localhost:${api.port}`);
    expect(answer).toContain('200 OK');
    expect(answer).not.toMatch(/access-control-allow/i);
  });

  it('is for pages of its own, and for what is typed into the address bar', async () => {
    await using api = await apiOf(new FakeBackend());
    const own = ['Host: localhost', 'Origin: http://localhost', 'Sec-Fetch-Site: same-origin'];
    expect(await post(api.port, ...own)).toContain('200 OK');
    expect(await post(api.port, 'Host: localhost', 'Sec-Fetch-Site: none')).toContain('200 OK');
  });

  it('asks for a signature on every path when signatures are checked', async () => {
    const backend = new FakeBackend(undefined, [gatewayFunction()]);
    await using api = await apiOf(backend, { checkSignatures: true });
    const paths = ['/2023-03-30/functions', '/2023-03-30/functions/hello', '/2016-08-15/proxy/shop/hello/', '/nothing'];
    for (const path of paths) {
      const answer = await fetch(api.url + path);
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        400,
        expect.stringContaining('required HTTP header Date was not specified'),
      ]);
    }
    expect(backend.calls).toEqual([]);
  });

  it('reads names that are percent-encoded, and refuses those that are not well', async () => {
    await using api = await apiOf(new FakeBackend());
    expect((await fetch(`${api.url}/2023-03-30/functions/h%65llo`)).status).toBe(200);
    const answer = await fetch(`${api.url}/2023-03-30/functions/%ff`);
    expect([answer.status, await answer.json()]).toMatchObject([400, { Code: 'InvalidArgument' }]);
  });
});
