import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runnable, scaffolded, TemplateServer } from './templateServer.ts';

describe.each(runnable)('a new $title function', ({ id }) => {
  let folder: string;
  let server: TemplateServer;
  beforeAll(async () => {
    folder = await scaffolded(id);
    server = await TemplateServer.start(id, folder);
  });
  afterAll(async () => {
    server.process.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  it('answers an event call with what it was sent', async () => {
    const reply = await server.call({ method: 'POST', path: '/invoke', control: '/invoke', body: '{"n":1}' });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toEqual({ message: 'Hello from Function Compute!', event: { n: 1 } });
    expect(reply.headers['x-fc-status']).toBeUndefined();
  });

  it.each([
    ['plain text', 'hello'],
    ['nothing', ''],
    ['UTF-8', '你好'],
  ])('takes an event of %s as text', async (_, body) => {
    const reply = await server.call({ method: 'POST', path: '/invoke', control: '/invoke', body });
    expect(JSON.parse(reply.body)).toMatchObject({ event: body });
  });

  it('is asked the same way by curl, without the platform’s headers', async () => {
    expect(JSON.parse((await server.call({ method: 'POST', path: '/invoke', body: '[]' })).body)).toMatchObject({
      event: [],
    });
    expect((await server.call({ method: 'POST', path: '/initialize' })).body).toBe('');
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('answers HTTP %s on any path', async (method) => {
    const body = method === 'GET' ? '' : 'some text';
    const reply = await server.call({ method, path: '/orders/7?full=1', control: '/http-invoke', body });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ method, path: '/orders/7?full=1', body });
  });

  it('answers HTTP HEAD without a body, and the connection stays usable', async () => {
    const reply = await server.call({ method: 'HEAD', path: '/', control: '/http-invoke' });
    expect(reply).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    ['POST', '/invoke'],
    ['POST', '/initialize'],
    ['GET', '/pre-stop'],
  ])('takes %s %s for plain HTTP when it comes through the trigger', async (method, path) => {
    const reply = await server.call({ method, path, control: '/http-invoke' });
    expect(JSON.parse(reply.body)).toMatchObject({ method, path });
  });

  it('reads a body that comes in pieces', async () => {
    const reply = await server.call({
      method: 'POST',
      path: '/x',
      control: '/http-invoke',
      pieces: ['ab', 'cd', 'ef'],
    });
    expect(JSON.parse(reply.body)).toMatchObject({ body: 'abcdef' });
  });

  it('runs its lifecycle hooks', async () => {
    for (const [method, path] of [
      ['POST', '/initialize'],
      ['GET', '/pre-stop'],
    ] as const) {
      const reply = await server.call({ method, path, control: path });
      expect(reply).toMatchObject({ status: 200, body: '' });
    }
  });

  it('logs with the request id, and leaves the start and end of an invocation to the platform', async () => {
    await server.call({
      method: 'POST',
      path: '/invoke',
      control: '/invoke',
      requestId: '1-65b764db-15eb737f-0c67ab5cd968',
    });
    await expect
      .poll(() => server.output)
      .toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z 1-65b764db-15eb737f-0c67ab5cd968 \[INFO\] event of 0 bytes$/m);
    expect(server.output).not.toMatch(/FC \w+ (?:Start|End)/);
  });

  it('says so when its own code fails, and goes on', async () => {
    const own = await TemplateServer.start(id, folder, { failing: true });
    const event = await own.call({ method: 'POST', path: '/invoke', control: '/invoke', body: '{}' });
    expect(event).toMatchObject({ status: 404, headers: { 'x-fc-status': '404' } });
    expect(JSON.parse(event.body)).toMatchObject({ errorMessage: 'out of cheese' });
    const http = await own.call({ method: 'GET', path: '/', control: '/http-invoke' });
    expect(http).toMatchObject({ status: 500, headers: { 'x-fc-status': '404' } });
    await expect.poll(() => own.output).toMatch(/ \[ERROR\] [^]*out of cheese/);
    own.process.kill('SIGKILL');
  });

  it('finishes the call under way when told to stop, and exits 0 at once, idle connections or not', async () => {
    const own = await TemplateServer.start(id, folder);
    const idle = new Agent({ keepAlive: true });
    await own.call({ method: 'GET', path: '/', control: '/http-invoke', agent: idle });
    let sendRest: () => void = () => undefined;
    const rest = new Promise<void>((resolve) => (sendRest = resolve));
    const underWay = own.call({
      method: 'POST',
      path: '/x',
      control: '/http-invoke',
      pieces: ['begin ', 'end'],
      between: rest,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    own.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(own.process.exitCode).toBeNull();

    const exit = once(own.process, 'exit');
    const told = performance.now();
    sendRest();
    expect(JSON.parse((await underWay).body)).toMatchObject({ body: 'begin end' });
    expect(await exit).toEqual([0, null]);
    expect(performance.now() - told).toBeLessThan(1000);
    idle.destroy();
  });

  it('exits 0 within a second when nothing is under way', async () => {
    const own = await TemplateServer.start(id, folder);
    const agent = new Agent({ keepAlive: true });
    await own.call({ method: 'GET', path: '/', control: '/http-invoke', agent });
    const exit = once(own.process, 'exit');
    const told = performance.now();
    own.process.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(performance.now() - told).toBeLessThan(1000);
    agent.destroy();
  });
});

describe.concurrent('an idle connection', () => {
  it.each(runnable)('to a new $title function is still open after more than six seconds', async ({ id }) => {
    const folder = await scaffolded(id);
    const server = await TemplateServer.start(id, folder);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const invoke = () => server.call({ method: 'POST', path: '/invoke', control: '/invoke', agent });
    const first = await invoke();
    await new Promise((resolve) => setTimeout(resolve, 6600));
    expect((await invoke()).localPort).toBe(first.localPort);
    agent.destroy();
    server.process.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });
});
