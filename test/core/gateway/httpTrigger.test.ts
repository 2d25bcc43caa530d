import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { describe, expect, it, vi } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { abortError } from '../../../src/core/shared/abort.ts';
import type { HttpRequest } from '../../../src/core/invocation/invocation.ts';
import type { HttpTrigger } from '../../../src/core/function/trigger.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { answering, bytesOf, echo, FakeBackend, gatewayFunction, type Answer } from './fakeBackend.ts';
import { rawAnswer, rawConnection, readUntil, triggerOf } from './testGateway.ts';

const httpTrigger: HttpTrigger = {
  name: 'http',
  qualifier: 'LATEST',
  methods: ['GET', 'POST'],
  authType: 'anonymous',
  disableURLInternet: false,
};

const withTrigger = (changes: Partial<HttpTrigger> = {}): FakeBackend =>
  new FakeBackend(answering('hello'), [gatewayFunction({ httpTrigger: { ...httpTrigger, ...changes } })]);

/** What is seen of an answer: the status and the JSON in it. */
async function refusal(response: Promise<Response>): Promise<readonly [number, unknown]> {
  const { status, ...rest } = await response.then(async (answer) => ({
    status: answer.status,
    body: await answer.json(),
  }));
  return [status, rest.body];
}

const refused = (code: string, message: string): object => ({
  RequestId: expect.stringMatching(/^1-67748580-/) as string,
  Code: code,
  Message: message,
});

const kilobytes = (count: number): Buffer => Buffer.alloc(count * 1024, 'x');

describe('An HTTP trigger', () => {
  it('passes a request on as it is', async () => {
    const backend = new FakeBackend(echo);
    await using trigger = await triggerOf(backend);
    const text =
      'PATCH /a%20b//c?x=1&x=2&y=%E4 HTTP/1.1\r\nHost: localhost:1\r\nX-Twice: 1\r\nx-TWICE: 2\r\nContent-Length: 3\r\n\r\nabc';
    const socket = await rawConnection(trigger.port);
    socket.write(text);
    expect(await readUntil(socket, 'abc')).toContain('200 OK');
    socket.destroy();
    const { request, options, id } = backend.calls[0]!;
    expect(id).toBe('/shop/s.yaml#hello');
    expect(request).toMatchObject({ mode: 'http', method: 'PATCH', path: '/a%20b//c?x=1&x=2&y=%E4' });
    expect(request).toHaveProperty('headers', [
      ...['Host', 'localhost:1', 'X-Twice', '1', 'x-TWICE', '2', 'Content-Length', '3'],
    ]);
    expect(request.body).toEqual(Buffer.from('abc'));
    expect(options).toMatchObject({ clientIp: '127.0.0.1', requestId: '1-67748580-00000000-000000000001' });
  });

  it('passes an answer back as it is, with the request id and the CORS headers of the platform', async () => {
    const headers = ['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'X-Latin', 'ä'];
    const backend = new FakeBackend(answering('gone', 410, headers));
    await using trigger = await triggerOf(backend);
    const answer = await rawAnswer(trigger.port, 'GET / HTTP/1.0\r\nOrigin: https://shop.example\r\n\r\n');
    const [head = '', body] = answer.split('\r\n\r\n');
    expect(body).toBe('gone');
    expect(head.split('\r\n').filter((line) => !/^(?:Date|Connection):/.test(line))).toEqual([
      'HTTP/1.1 410 Gone',
      'content-length: 4',
      'Set-Cookie: a=1',
      'set-cookie: b=2',
      'X-Latin: ä',
      'X-Fc-Request-Id: 1-67748580-00000000-000000000001',
      'Access-Control-Expose-Headers: Date,x-fc-request-id',
      'Access-Control-Allow-Origin: https://shop.example',
      'Access-Control-Allow-Credentials: true',
    ]);
  });

  it('keeps the request id of a client, so that its call is found in the log', async () => {
    const backend = new FakeBackend();
    await using trigger = await triggerOf(backend);
    const requestId = '529eab23-9b3a-4ffc-88c8-9a6861234567';
    const answer = await fetch(trigger.url, { headers: { 'x-fc-request-id': requestId } });
    expect(answer.headers.get('x-fc-request-id')).toBe(requestId);
    expect(backend.calls[0]?.options.requestId).toBe(requestId);
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'])(
    'serves %s of a function that declares no trigger',
    async (method) => {
      await using trigger = await triggerOf(new FakeBackend());
      const answer = await fetch(trigger.url, { method });
      expect([answer.status, await answer.text()]).toEqual([200, method === 'HEAD' ? '' : 'hello']);
      expect(answer.headers.get('content-length')).toBe('5');
    },
  );

  it('refuses methods it is not configured for', async () => {
    const backend = withTrigger();
    await using trigger = await triggerOf(backend);
    expect((await fetch(trigger.url)).status).toBe(200);
    expect(await refusal(fetch(trigger.url, { method: 'PUT' }))).toEqual([
      403,
      refused('AccessDenied', "the HTTP trigger of function 'hello' does not allow method 'PUT'"),
    ]);
    expect(backend.calls).toHaveLength(1);
  });

  it('follows s.yaml as it is edited', async () => {
    const backend = withTrigger();
    await using trigger = await triggerOf(backend);
    expect((await fetch(trigger.url, { method: 'PUT' })).status).toBe(403);
    backend.list = [gatewayFunction({ httpTrigger: { ...httpTrigger, methods: ['PUT'] } })];
    expect((await fetch(trigger.url, { method: 'PUT' })).status).toBe(200);
    backend.list = [];
    expect(await refusal(fetch(trigger.url))).toEqual([
      404,
      refused('FunctionNotFound', "function 'hello' does not exist."),
    ]);
  });

  it('lets the function answer preflights when it has OPTIONS, and answers them itself when it has not', async () => {
    const ask = {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-a',
      },
    };
    const backend = withTrigger();
    await using without = await triggerOf(backend);
    const answer = await fetch(without.url, ask);
    expect([answer.status, backend.calls.length]).toEqual([200, 0]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'x-a',
    });
    backend.list = [gatewayFunction({ httpTrigger: { ...httpTrigger, methods: ['OPTIONS'] } })];
    expect(await (await fetch(without.url, ask)).text()).toBe('hello');
  });

  it('serves the local URL of a trigger whose public one is disabled, unless it is to behave like that', async () => {
    await using internal = await triggerOf(withTrigger({ disableURLInternet: true }));
    expect((await fetch(internal.url)).status).toBe(200);
    await using external = await triggerOf(withTrigger({ disableURLInternet: true }), { defaultDomainRules: true });
    expect(await refusal(fetch(external.url))).toEqual([
      403,
      refused('AccessDenied', 'access denied due to function internet URL is disable'),
    ]);
  });

  it('behaves like the default domain when it is told to', async () => {
    const backend = new FakeBackend();
    await using trigger = await triggerOf(backend, { defaultDomainRules: true });
    expect((await fetch(trigger.url)).headers.get('content-disposition')).toBe('attachment');
    backend.answer = answering('', 302, ['Location', 'https://elsewhere.example/']);
    expect(await refusal(fetch(trigger.url, { redirect: 'manual' }))).toEqual([
      400,
      refused('ExternalRedirectForbidden', 'The external redirect is forbidden,please use custom domain endpoint'),
    ]);
  });

  it('asks for a signature when the trigger does and signatures are checked', async () => {
    const backend = withTrigger({ authType: 'function' });
    await using lenient = await triggerOf(backend);
    expect((await fetch(lenient.url)).status).toBe(200);
    await using strict = await triggerOf(backend, { checkSignatures: true });
    expect(await refusal(fetch(strict.url))).toEqual([
      400,
      refused('MissingRequiredHeader', 'required HTTP header Date was not specified'),
    ]);
    await using anonymous = await triggerOf(withTrigger(), { checkSignatures: true });
    expect((await fetch(anonymous.url)).status).toBe(200);
  });

  it('answers only to names of this machine', async () => {
    const backend = new FakeBackend();
    await using trigger = await triggerOf(backend);
    const answer = await rawConnection(trigger.port).then((socket) => {
      socket.write('GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n');
      return readUntil(socket, '}').finally(() => socket.destroy());
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 [^]*"Code":"AccessDenied"[^]*rebound\.example/);
    expect(backend.calls).toEqual([]);
  });

  it('ends with everything that is under way', async () => {
    const backend = new FakeBackend(({ options }) => once(options.signal!, 'abort').then(() => undefined));
    const trigger = await triggerOf(backend);
    const answer = fetch(trigger.url);
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    await trigger[Symbol.asyncDispose]();
    await expect(answer).rejects.toThrow('fetch failed');
    expect(backend.calls[0]?.options.signal?.aborted).toBe(true);
  });
});

describe('A request body', () => {
  it('is read first when it is small, and handed on as it comes when it is large or of unknown length', async () => {
    const backend = new FakeBackend(echo);
    await using trigger = await triggerOf(backend);
    const send = async (body: Uint8Array | ReadableStream): Promise<number> => {
      const answer = await fetch(trigger.url, { method: 'POST', body, duplex: 'half' });
      return (await answer.arrayBuffer()).byteLength;
    };
    expect(await send(kilobytes(64))).toBe(64 * 1024);
    expect(await send(kilobytes(65))).toBe(65 * 1024);
    expect(await send(Readable.toWeb(Readable.from([kilobytes(1), kilobytes(1)])))).toBe(2048);
    expect(backend.calls.map(({ request }) => request.body instanceof Uint8Array)).toEqual([true, false, false]);
  });

  it('waits for a function that reads slowly', async () => {
    const started = withResolvers<Readable>();
    const backend = new FakeBackend(async (call) => {
      started.resolve(call.request.body as Readable);
      await once(call.request.body as Readable, 'end');
      return answering('read')(call);
    });
    await using trigger = await triggerOf(backend);
    let sent = 0;
    const source = new Readable({
      highWaterMark: 0,
      read() {
        sent += 64;
        this.push(sent > 20 * 1024 ? null : kilobytes(64));
      },
    });
    const answer = fetch(trigger.url, { method: 'POST', body: Readable.toWeb(source), duplex: 'half' });
    const body = await started.promise;
    body.read(0);
    await vi.waitFor(() => expect(body.readableLength).toBeGreaterThanOrEqual(body.readableHighWaterMark));
    for (let turns = 0; turns < 1000; turns++) await new Promise(setImmediate);
    expect(body.readableLength).toBeLessThan(1024 * 1024); // nobody holds it all in memory
    expect(sent).toBeLessThan(20 * 1024); // nor has the client sent it
    body.resume();
    expect(await (await answer).text()).toBe('read');
  });

  it.each(['with its length', 'without'])('of more than 32 MB is refused %s', async (how) => {
    const backend = new FakeBackend(async (call) => {
      await bytesOf(call.request.body).catch(() => undefined);
      await answering('cancelled', 499)(call);
      return undefined;
    });
    await using trigger = await triggerOf(backend);
    const bytes = kilobytes(32 * 1024 + 1);
    const body = how === 'without' ? Readable.toWeb(Readable.from([bytes])) : bytes;
    const answer = refusal(fetch(trigger.url, { method: 'POST', body, duplex: 'half' }));
    expect(await answer).toEqual([
      400,
      refused('InvalidArgument', 'the request body is larger than the 33554432 bytes that are allowed'),
    ]);
    expect(backend.calls.map(({ options }) => options.signal?.aborted)).toEqual(how === 'without' ? [true] : []);
  });

  it.each(['left alone', 'closed'])('need not be read for an answer to arrive, and the next one: %s', async (how) => {
    const backend = new FakeBackend((call) => {
      const { method, body } = call.request as HttpRequest;
      if (how === 'closed' && body instanceof Readable) body.destroy();
      return answering(`answer to ${method}`)(call);
    });
    await using trigger = await triggerOf(backend);
    const socket = await rawConnection(trigger.port);
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n');
    expect(await readUntil(socket, 'answer to POST')).toContain('200 OK');
    socket.write(kilobytes(1024));
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await readUntil(socket, 'answer to GET')).toContain('200 OK');
    socket.destroy();
  });

  it('that breaks off ends the call', async () => {
    const failed = withResolvers<Error>();
    const backend = new FakeBackend(async ({ request }) => {
      await bytesOf(request.body).catch(failed.resolve);
      throw abortError();
    });
    await using trigger = await triggerOf(backend);
    const socket = await rawConnection(trigger.port);
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nbeginning');
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    socket.destroy();
    expect(await failed.promise).toMatchObject({ name: 'AbortError' });
    expect(backend.calls[0]?.options.signal?.aborted).toBe(true);
  });

  it('that stops making sense is refused, and its call ends', async () => {
    const backend = new FakeBackend(async ({ request }) => {
      await bytesOf(request.body).catch(() => undefined);
      throw abortError();
    });
    await using trigger = await triggerOf(backend);
    const socket = await rawConnection(trigger.port);
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n');
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    socket.write('zz\r\n');
    expect(await readUntil(socket, '}')).toMatch(/^HTTP\/1\.1 400 [^]*InvalidArgument/);
    await vi.waitFor(() => expect(backend.calls[0]?.options.signal?.aborted).toBe(true));
  });
});

describe('An answer', () => {
  it('reaches the client as it comes', async () => {
    const rest = withResolvers();
    const backend = new FakeBackend(async ({ sink }) => {
      sink.head(200, ['content-type', 'text/event-stream'], () => undefined);
      await new Promise(setImmediate);
      sink.data(Buffer.from('data: 1\n\n'));
      await rest.promise;
      sink.data(Buffer.from('data: 2\n\n'));
      sink.end([]);
      return undefined;
    });
    await using trigger = await triggerOf(backend);
    const { body, headers } = await fetch(trigger.url);
    expect(headers.get('transfer-encoding')).toBe('chunked');
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('data: 1\n\n');
    rest.resolve(undefined);
    expect((await reader.read()).value).toBe('data: 2\n\n');
    expect((await reader.read()).done).toBe(true);
  });

  it('waits for a client that reads slowly', async () => {
    let resumed = withResolvers();
    let written = 0;
    const backend = new FakeBackend(async ({ sink }) => {
      sink.head(200, [], () => resumed.resolve(undefined));
      while (written < 64) {
        written++;
        if (!sink.data(kilobytes(1024))) {
          await resumed.promise;
          resumed = withResolvers();
        }
      }
      sink.end([]);
      return undefined;
    });
    await using trigger = await triggerOf(backend);
    const socket = (await rawConnection(trigger.port)).pause();
    socket.write('GET / HTTP/1.0\r\n\r\n');
    await vi.waitFor(() => expect(written).toBeGreaterThan(0));
    const before = written;
    expect(before).toBeLessThan(64);
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => (bytes += chunk.length)).resume();
    await once(socket, 'close');
    expect(bytes).toBeGreaterThan(64 * 1024 * 1024);
  });

  it.each<[string, Answer]>([
    [
      'of a known length',
      ({ sink }) => {
        sink.head(200, ['content-length', '10'], () => undefined);
        sink.data(Buffer.from('half'));
        sink.broken(new Error('gone'));
        return undefined;
      },
    ],
    [
      'of an unknown length',
      ({ sink }) => {
        sink.head(200, [], () => undefined);
        sink.data(Buffer.from('half'));
        sink.broken(new Error('gone'));
        return undefined;
      },
    ],
  ])('that breaks off does so for the client too: %s', async (_how, answer) => {
    await using trigger = await triggerOf(new FakeBackend(answer));
    const response = await fetch(trigger.url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    const seen = await rawAnswer(trigger.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(seen).toContain('half');
    expect(seen).not.toContain('\r\n0\r\n');
  });

  it('ends nobody’s call when the client leaves after it', async () => {
    const backend = new FakeBackend();
    await using trigger = await triggerOf(backend);
    await rawAnswer(trigger.port, 'GET / HTTP/1.0\r\n\r\n');
    expect(backend.calls[0]?.options.signal?.aborted).toBe(false);
  });

  it('that nobody waits for any more does no harm', async () => {
    const done = withResolvers<boolean>();
    const backend = new FakeBackend(async (call) => {
      call.sink.head(200, [], () => undefined);
      call.sink.data(Buffer.from('first'));
      await once(call.options.signal!, 'abort');
      done.resolve(call.sink.data(Buffer.from('second')));
      call.sink.end([]);
      return undefined;
    });
    await using trigger = await triggerOf(backend);
    const socket = await rawConnection(trigger.port);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await readUntil(socket, 'first');
    socket.destroy();
    expect(await done.promise).toBe(true);
  });

  it.each([
    [new FcError('ResourceExhausted', 'too many'), 429, refused('ResourceExhausted', 'too many')],
    [
      new FcError('FunctionNotStarted', 'not started in 120 seconds.', { detail: 'last line', hint: 'Listen.' }),
      412,
      { ...refused('FunctionNotStarted', 'not started in 120 seconds.\nLogs:last line'), Hint: 'Listen.' },
    ],
    [new FcError('InitializationError', 'it said no'), 502, { errorMessage: 'it said no' }],
    [
      new FcError('EngineNotRunning', 'Docker does not answer.', { hint: 'Start it.' }),
      500,
      refused('InternalServerError', 'Docker does not answer. Start it.'),
    ],
    [abortError(), 500, refused('InternalServerError', 'The function was stopped while the call waited for it.')],
    [
      new Error('a mistake of ours'),
      500,
      refused('InternalServerError', 'an internal error has occurred. Please retry.'),
    ],
  ])('tells why there is none: %s', async (error, status, body) => {
    await using trigger = await triggerOf(new FakeBackend(() => Promise.reject(error)));
    const answer = await fetch(trigger.url, { headers: { origin: 'http://localhost:3000' } });
    expect([answer.status, await answer.json()]).toEqual([status, body]);
    expect(answer.headers.get('x-fc-error-type')).toBe(status === 502 ? 'InitializationError' : 'FCCommonError');
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  });
});

describe('An asynchronous HTTP call', () => {
  it('is taken, and answered at once', async () => {
    const backend = new FakeBackend();
    await using trigger = await triggerOf(backend);
    const headers = { 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': 'order-1', 'x-fc-async-delay': '5' };
    const send = (): Promise<Response> => fetch(`${trigger.url}/order?x=1`, { method: 'POST', body: 'abc', headers });
    const answer = await send();
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect(answer.headers.get('x-fc-async-task-id')).toBe('order-1');
    expect(answer.headers.get('x-fc-request-id')).toBe(backend.queued[0]?.options.requestId);
    expect(backend.queued).toMatchObject([
      {
        request: { mode: 'http', method: 'POST', path: '/order?x=1', body: Buffer.from('abc') },
        options: { taskId: 'order-1', delaySeconds: 5 },
      },
    ]);
    expect(backend.calls).toEqual([]);
    expect((await refusal(send()))[0]).toBe(409);
  });

  it('carries 128 KB at most', async () => {
    await using trigger = await triggerOf(new FakeBackend());
    const headers = { 'x-fc-invocation-type': 'Async' };
    const send = (size: number): Promise<Response> =>
      fetch(trigger.url, { method: 'POST', body: Buffer.alloc(size), headers });
    expect((await send(128 * 1024)).status).toBe(202);
    expect(await refusal(send(128 * 1024 + 1))).toEqual([
      400,
      refused('InvalidArgument', 'the request body is larger than the 131072 bytes that are allowed'),
    ]);
  });
});

describe('A WebSocket', () => {
  const ask = 'GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

  it('is handed to the function, with what came with its head', async () => {
    const backend = new FakeBackend();
    const ended = withResolvers<boolean | undefined>();
    backend.takeOver = (socket, head, { signal }) => {
      socket.once('close', () => setImmediate(() => ended.resolve(signal?.aborted)));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n\r\n${Buffer.from(head).toString()}`);
      socket.pipe(socket);
    };
    await using trigger = await triggerOf(backend);
    const socket = await rawConnection(trigger.port);
    socket.write(`${ask}early`);
    expect(await readUntil(socket, 'early')).toMatch(/^HTTP\/1\.1 101 /);
    socket.write('ping');
    expect(await readUntil(socket, 'ping')).toBe('ping');
    socket.destroy();
    expect(await ended.promise).toBe(false);
  });

  it('is waited for no longer when its connection broke before it was answered', async () => {
    const backend = new FakeBackend();
    const taken = withResolvers<AbortSignal>();
    backend.takeOver = (_socket, _head, { signal }) => taken.resolve(signal!);
    await using trigger = await triggerOf(backend);
    const socket = await rawConnection(trigger.port);
    socket.write(ask);
    const signal = await taken.promise;
    await trigger[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(signal.aborted).toBe(true));
  });

  it('is refused as any other request is', async () => {
    const backend = withTrigger({ methods: ['POST'] });
    backend.takeOver = () => Promise.reject(new FcError('ResourceExhausted', 'too many'));
    await using trigger = await triggerOf(backend);
    expect(await rawAnswer(trigger.port, ask)).toMatch(/^HTTP\/1\.1 403 [^]*AccessDenied/);
    backend.list = [gatewayFunction()];
    expect(await rawAnswer(trigger.port, ask)).toMatch(/^HTTP\/1\.1 429 [^]*ResourceExhausted/);
  });
});
