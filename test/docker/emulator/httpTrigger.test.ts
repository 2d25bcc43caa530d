import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { Pool, type Dispatcher } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { opcode, TestWebSocket } from '../../support/testWebSocket.ts';
import { peakGrowth } from '../../support/peakGrowth.ts';
import { nodeImage, patience, realFunction, serverOf, sharedFunction, type RealFunction } from './realFunction.ts';

const web = { image: nodeImage, command: serverOf('web') };
const trigger = {
  triggerName: 'web',
  triggerType: 'http',
  triggerConfig: { authType: 'anonymous', methods: ['GET', 'POST', 'PUT', 'HEAD'] },
};
const mostGrowth = 40 * 1024 ** 2;
const megabyte = Buffer.alloc(1024 ** 2, 'u');

/** What the server saw of a request. */
interface Echo {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

describeWithEngine("A function's URL", (real) => {
  const fn = sharedFunction(real, {
    ...web,
    props: [
      `triggers: [${JSON.stringify(trigger)}]`,
      ...['instanceConcurrency: 10', 'cpu: 2', 'memorySize: 2048', 'timeout: 60'],
    ],
  });
  let pool: Pool;
  beforeAll(() => {
    pool = new Pool(fn().seen().url!);
  });
  afterAll(() => pool.destroy());

  const ask = (path: string, options: Partial<Dispatcher.RequestOptions> = {}): Promise<Dispatcher.ResponseData> =>
    pool.request({ method: 'GET', ...options, path });

  async function echoed(path: string, options?: Partial<Dispatcher.RequestOptions>): Promise<Echo> {
    const { statusCode, body } = await ask(path, options);
    expect(statusCode).toBe(200);
    return (await body.json()) as Echo;
  }

  it('passes paths and queries on as they are written', async () => {
    for (const path of ['/', '/assets/app.js', '//a//b/', '/a%2Fb/%E4%BD%A0?q=1&q=2&empty=&plus=+%2B', '/?', '/a/../b'])
      expect(await echoed(path)).toMatchObject({ method: 'GET', url: path });
  });

  it('passes repeated headers and cookies on, both ways', async () => {
    const headers = ['X-Many', '1', 'x-many', '2', 'Cookie', 'a=1; b=2', 'Authorization', 'Bearer own'];
    const { rawHeaders } = await echoed('/', { headers });
    expect(rawHeaders.join()).toContain(headers.join());

    const answer = await ask('/answer-headers');
    expect(answer).toMatchObject({
      statusCode: 201,
      headers: {
        'x-many': ['1', '2'],
        'set-cookie': ['a=1; Path=/', 'b=2; HttpOnly'],
        'content-type': 'text/plain; charset=utf-8',
        'x-fc-request-id': expect.stringMatching(/^1-[\da-f]{8}-[\da-f]{8}-[\da-f]{12}$/) as string,
      },
    });
    expect(await answer.body.text()).toBe('created');
  });

  it('answers to the methods of its trigger, and to no others', async () => {
    expect(await echoed('/', { method: 'PUT', body: 'text' })).toMatchObject({ method: 'PUT', body: 'text' });
    const head = await ask('/', { method: 'HEAD' });
    expect(head).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(await head.body.text()).toBe('');
    const refused = await ask('/', { method: 'DELETE' });
    expect(refused).toMatchObject({ statusCode: 403, headers: { 'x-fc-error-type': 'FCCommonError' } });
    expect(await refused.body.json()).toMatchObject({ Code: 'AccessDenied' });
  });

  it('leaves answers without a body, redirects and compressed bodies alone', async () => {
    const nothing = await ask('/no-content');
    expect([nothing.statusCode, nothing.headers['content-length'], await nothing.body.text()]).toEqual([
      204,
      undefined,
      '',
    ]);
    const moved = await ask('/moved');
    expect(moved).toMatchObject({ statusCode: 301, headers: { location: '/echo?moved=1' } });
    expect(await moved.body.text()).toBe('moved');
    const compressed = await ask('/compressed', { headers: { 'accept-encoding': 'gzip' } });
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(await compressed.body.bytes()).toString()).toBe('compressed by the function');
  });

  it('brings server-sent events one by one, while the function goes on writing', async () => {
    const { headers, body } = await ask('/events');
    expect(headers).toMatchObject({ 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });
    const events = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const next = async (): Promise<unknown> => ((await events.next()).value as Buffer | undefined)?.toString();
    expect(await next()).toBe('data: 1\n\n');
    for (const data of [2, 3]) {
      await (await ask(`/events/next?data=${data}`)).body.dump(); // the server writes it only now
      expect(await next()).toBe(`data: ${data}\n\n`);
    }
    await (await ask('/events/end')).body.dump();
    expect(await next()).toBeUndefined();
  });

  it('streams 200 MB down without holding them', async () => {
    const growth = await peakGrowth(async () => {
      let bytes = 0;
      const { body } = await ask('/download?chunks=3200');
      for await (const chunk of body) {
        if (bytes === 0) await setTimeout(500); // a client that takes its time, while the server does not
        bytes += (chunk as Buffer).length;
      }
      expect(bytes).toBe(200 * 1024 ** 2);
    });
    expect(growth).toBeLessThan(mostGrowth);
  });

  it('streams 30 MB up without holding them, with a length and in chunks', async () => {
    const parts = 30;
    const hash = createHash('sha1');
    for (let part = 0; part < parts; part++) hash.update(megabyte);
    const bytes = parts * megabyte.length;
    const upload = async (isSized: boolean): Promise<void> => {
      const headers = isSized ? { 'content-length': String(bytes) } : {};
      const body = Readable.from(Array.from({ length: parts }, () => megabyte));
      const seen = await (await ask('/upload', { method: 'POST', headers, body })).body.json();
      const told = isSized ? { length: String(bytes) } : { encoding: 'chunked' };
      expect(seen).toEqual({ bytes, sha1: hash.copy().digest('hex'), ...told });
    };
    await upload(true);
    const uploads = [true, false, true, false]; // at once: all together are more than may be held
    const growth = await peakGrowth(async () => {
      await Promise.all(uploads.map(upload));
    });
    expect(growth).toBeLessThan(mostGrowth);
  });

  it('passes chunks and trailers on', async () => {
    const { body, trailers } = await ask('/trailers');
    expect(await body.text()).toBe('onetwo');
    expect(trailers).toEqual({ 'x-checksum': 'abc' });

    // those of a request are read, and do not stand in the way of the next one
    const { hostname, port } = new URL(fn().seen().url!);
    const raw = connect({ host: hostname, port: Number(port) });
    const head = 'POST /upload HTTP/1.1\r\nHost: localhost\r\n';
    raw.write(`${head}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\nX-Checksum: abc\r\n\r\n`);
    raw.write(`${head}Content-Length: 5\r\nConnection: close\r\n\r\nthree`);
    const answers = Buffer.concat((await raw.toArray()) as Buffer[]).toString();
    expect(answers.match(/"bytes":\d+/g)).toEqual(['"bytes":6', '"bytes":5']);
  });

  it('answers calls on one connection in their order', async () => {
    const { hostname, port } = new URL(fn().seen().url!);
    const raw = connect({ host: hostname, port: Number(port) });
    const call = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    raw.write(call('/wait') + call('/second', 'Connection: close\r\n'));
    await expect.poll(() => fn().log(), patience).toContain('waiting');
    await (await ask('/go-on')).body.dump();
    const answers = Buffer.concat((await raw.toArray()) as Buffer[]).toString();
    expect(answers).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*waited[^]*HTTP\/1\.1 200 OK\r\n[^]*"url":"\/second"/);
  });

  it('carries a WebSocket, frame by frame, both ways', async () => {
    await using socket = await TestWebSocket.open(`${fn().seen().url!}/chat`);
    expect(socket.head).toMatch(/^HTTP\/1\.1 101 /);
    expect(socket.head).toMatch(/\r\nX-Fc-Request-Id: 1-[\da-f-]{30}\r\n/);
    const { text, binary, ping, pong, close } = opcode;
    expect(await socket.next()).toEqual({ opcode: text, payload: 'welcome to /chat' });
    const bytes = Buffer.from(Array.from({ length: 60_000 }, (_, at) => at % 256)).toString('latin1');
    for (const [code, payload] of [
      [text, 'hello'],
      [binary, '\0\xff\x80'],
      [binary, bytes],
    ] as const) {
      socket.send(code, payload);
      expect(await socket.next()).toEqual({ opcode: code, payload });
    }
    socket.send(ping, 'ping');
    expect(await socket.next()).toEqual({ opcode: pong, payload: 'ping' });
    socket.send(text, 'ping me');
    expect(await socket.next()).toEqual({ opcode: ping, payload: 'are you there' });
    socket.send(close, '\x03\xe8');
    expect(await socket.next()).toEqual({ opcode: close, payload: '\x03\xe8' });
    await expect(socket.next()).rejects.toThrow('the connection was closed');
    await expect
      .poll(() => fn().emulator.history(fn().id)[0], patience)
      .toMatchObject({ target: 'GET /chat', statusCode: 101 });
    expect(fn().emulator.history(fn().id)[0]).not.toHaveProperty('error');
  });

  it('keeps the request id a client sends when it is a UUID', async () => {
    const id = randomUUID();
    const { headers, body } = await ask('/', { headers: { 'X-Fc-Request-Id': id } });
    expect(headers['x-fc-request-id']).toBe(id);
    const { rawHeaders } = (await body.json()) as Echo;
    expect(rawHeaders.filter((text) => text === id)).toHaveLength(1);
    await expect.poll(() => fn().log(), patience).toContain(`FC Invoke End RequestId: ${id}`);
    const forged = await ask('/', { headers: { 'X-Fc-Request-Id': 'forged' } });
    expect(forged.headers['x-fc-request-id']).toMatch(/^1-/);
    await forged.body.dump();
  });

  it('lets pages of other origins read its answers', async () => {
    const origin = 'https://shop.example';
    const answered = await ask('/', { headers: { origin } });
    await answered.body.dump();
    expect(answered.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Date,x-fc-request-id',
    });
    const asking = { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-own' };
    const preflight = await ask('/', { method: 'OPTIONS', headers: asking });
    await preflight.body.dump();
    expect(preflight).toMatchObject({
      statusCode: 200,
      headers: { 'access-control-allow-methods': 'GET,POST,PUT,HEAD', 'access-control-allow-headers': 'x-own' },
    });
  });

  it('is reached by the names of this machine only', async () => {
    const calls = fn().emulator.history(fn().id).length;
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80']) {
      const refused = await ask('/', { headers: { host } });
      expect(refused.statusCode).toBe(403);
      expect(await refused.body.json()).toMatchObject({ Code: 'AccessDenied' });
    }
    expect(fn().emulator.history(fn().id)).toHaveLength(calls);
    expect(await echoed('/', { headers: { host: 'my-shop.localhost:1' } })).toMatchObject({ method: 'GET' });
  });

  it('keeps the instance of a client that went away: others share it', async () => {
    const { instanceId } = (await gone(fn())).report;
    await expect.poll(() => fn().seen().instance, patience).toMatchObject({ instanceId, state: 'idle' });
    await echoed('/');
    expect(fn().emulator.history(fn().id)[0]?.instanceId).toBe(instanceId);
  });
});

describeWithEngine('The URL of a function that takes one call at a time', (real) => {
  it('replaces the instance of a client that went away', async () => {
    const fn = await realFunction(real(), web);
    await fn.emulator.start(fn.id);
    const { report, url } = await gone(fn);
    expect(fn.log().join('\n')).toMatch(
      /FC Invoke End RequestId: \S+, Error: Invocation canceled by client \(duration: \d+ms, maxMemoryUsage: [\d.]+MB\)/,
    );
    expect(await (await fetch(url)).json()).toMatchObject({ method: 'GET' });
    expect(fn.emulator.history(fn.id)[0]?.instanceId).not.toBe(report.instanceId);
    await expect.poll(fn.containers, patience).toHaveLength(1);
  });
});

/** A client that calls, and does not wait for the answer. */
async function gone(fn: RealFunction): Promise<{ readonly report: InvocationReport; readonly url: string }> {
  const url = fn.seen().url!;
  const waiting = fn.log().filter((text) => text === 'waiting').length;
  const client = httpRequest(`${url}/wait`, { agent: false }).end();
  const answered = once(client, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  await expect.poll(() => fn.log().filter((text) => text === 'waiting'), patience).toHaveLength(waiting + 1);
  client.destroy();
  await expect(answered).rejects.toThrow();
  const isCancelled = ({ statusCode }: InvocationReport): boolean => statusCode === 499;
  await expect.poll(() => fn.emulator.history(fn.id).some(isCancelled), patience).toBe(true);
  await expect.poll(() => fn.log().join(), patience).toContain('Invocation canceled by client');
  return { report: fn.emulator.history(fn.id).find(isCancelled)!, url };
}
