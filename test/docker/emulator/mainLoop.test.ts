import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { describeWithEngine, labelOfRun } from '../../support/realEngine.ts';
import { busyboxImage, event, nodeImage, nodeServer, realFunction, textOf } from './realFunction.ts';
import { connects } from '../../support/connects.ts';

const echo = `response.setHeader('x-answered-by', 'the function');
  console.log(request.headers['x-fc-request-id'] + ' [info] ' + request.method + ' ' + request.url);
  response.end(JSON.stringify({
    method: request.method, url: request.url, headers: request.headers, body: body.toString(), env: process.env,
  }));`;

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly env: Readonly<Record<string, string>>;
}

describeWithEngine('The whole loop', (real) => {
  it('builds, starts, takes an event and an HTTP request, and shows the log', async () => {
    const dockerfile = [`FROM ${nodeImage}`, `LABEL ${labelOfRun}`, 'COPY server.js .', 'CMD ["node", "server.js"]'];
    const fn = await realFunction(real(), {
      props: ['timeout: 30', 'memorySize: 256', 'handler: index.handler', 'environmentVariables: { GREETING: hi }'],
      files: { Dockerfile: dockerfile.join('\n'), 'server.js': nodeServer(echo).at(-1)!, '.dockerignore': 's.yaml' },
      settings: { accountId: '42' },
    });
    const steps: string[] = [];
    const image = await fn.emulator.build(fn.id, {
      onEvent: (built) => built.kind === 'step' && steps.push(built.text.split(' ')[0]!),
    });
    expect(steps).toEqual(['FROM', 'LABEL', 'COPY', 'CMD']);
    expect(image).toMatchObject({ os: 'linux', architecture: 'amd64', command: ['node', 'server.js'] });

    const instance = await fn.emulator.start(fn.id);
    expect(instance).toMatchObject({ state: 'idle', imageId: image.id });
    expect(fn.seen().url).toBe(`http://127.0.0.1:${fn.port}`); // CAPort, which is free here

    const called = await fn.emulator.invoke(fn.id, event('{"key":"value"}'));
    expect(called).toMatchObject({ statusCode: 200, headers: { 'x-answered-by': 'the function' } });
    const { requestId } = called;
    const seen = JSON.parse(textOf(called.body)) as Echo;
    expect(seen).toMatchObject({ method: 'POST', url: '/invoke', body: '{"key":"value"}' });
    expect(seen.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '15',
      'x-fc-request-id': requestId,
      'x-fc-control-path': '/invoke',
      'x-fc-access-key-id': '',
      'x-fc-access-key-secret': '',
      'x-fc-security-token': '',
      'x-fc-function-name': fn.name,
      'x-fc-function-handler': 'index.handler',
      'x-fc-function-memory': '256',
      'x-fc-function-timeout': '30',
      'x-fc-region': 'cn-hangzhou',
      'x-fc-account-id': '42',
      'x-fc-qualifier': 'LATEST',
      'x-fc-version-id': '',
      'x-fc-service-logproject': '',
      'x-fc-service-logstore': '',
      'x-fc-retry-count': '0',
    });
    expect(seen.env).toMatchObject({
      GREETING: 'hi',
      FC_ACCOUNT_ID: '42',
      FC_REGION: 'cn-hangzhou',
      FC_FUNCTION_NAME: fn.name,
      FC_FUNCTION_HANDLER: 'index.handler',
      FC_FUNCTION_MEMORY_SIZE: '256',
      FC_CUSTOM_LISTEN_PORT: String(fn.port),
      FC_INSTANCE_ID: instance.instanceId,
    });

    // the log travels on a connection of its own: the next call begins when this one's lines have come
    await expect.poll(() => fn.log()).toContain(`FC Invoke End RequestId: ${requestId}`);
    const http = await fn.emulator.invoke(fn.id, {
      mode: 'http',
      method: 'PUT',
      path: '/users/1?full=yes',
      headers: ['Content-Type', 'text/plain', 'X-Fc-Request-Id', 'forged'],
      body: Buffer.from('你好'),
    });
    const seenHttp = JSON.parse(textOf(http.body)) as Echo;
    expect(seenHttp).toMatchObject({ method: 'PUT', url: '/users/1?full=yes', body: '你好' });
    expect(seenHttp.headers).toMatchObject({
      'content-type': 'text/plain',
      'x-fc-request-id': http.requestId,
      'x-fc-control-path': '/http-invoke',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });

    await expect.poll(() => fn.log()).toContain(`FC Invoke End RequestId: ${http.requestId}`);
    await fn.emulator.stop(fn.id);
    // what the server says of its start may come before or after the first call's own beginning
    const fromCalls = fn.log().filter((text) => !text.startsWith('listening'));
    const log = fromCalls.slice(fromCalls.findIndex((text) => text.startsWith('FC Invoke')));
    const summary =
      /^Duration: \d+\.\d\d ms, Billed Duration: \d+ ms, Memory Size: 256 MB, Max Memory Used: \d+\.\d\d MB$/;
    expect(log).toEqual([
      `FC Invoke Start RequestId: ${requestId}`,
      `${requestId} [info] POST /invoke`,
      `FC Invoke End RequestId: ${requestId}`,
      expect.stringMatching(summary),
      expect.stringMatching(/^Cost: /),
      `FC Invoke Start RequestId: ${http.requestId}`,
      `${http.requestId} [info] PUT /users/1?full=yes`,
      `FC Invoke End RequestId: ${http.requestId}`,
      expect.stringMatching(summary),
      expect.stringMatching(/^Cost: /),
    ]);
    expect(await fn.containers()).toEqual([]);
  });

  it('is ready soon after the server listens', async () => {
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer() });
    await fn.emulator.start(fn.id);
    const readyAt = process.hrtime.bigint();
    await expect.poll(() => fn.log().join()).toContain('listening');
    const listensAt = BigInt(/listening (\d+)/.exec(fn.log().join())![1]!); // one kernel, one monotonic clock
    expect(Number(readyAt - listensAt) / 1e6).toBeLessThan(1_000); // how soon is measured by the bench
  });
});

describeWithEngine('An instance', (real) => {
  it('has the memory of s.yaml without swap, and no more processors than there are', async () => {
    const { engine, docker } = real();
    const props = ['memorySize: 32768', 'cpu: 16'];
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer(), props });
    const { containerId } = await fn.emulator.start(fn.id);
    const { HostConfig } = await docker.getContainer(containerId).inspect();
    expect(HostConfig).toMatchObject({
      Memory: 32768 * 1024 ** 2,
      MemorySwap: 32768 * 1024 ** 2,
      NanoCpus: Math.min(16, engine.info.cpuCount) * 1e9,
      PortBindings: { [`${fn.port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
    });
  });

  it('runs the start command of s.yaml in the place of that of its image', async () => {
    const answering = (text: string) => `echo ${text} > /index.html; exec httpd -f -h / -p $FC_CUSTOM_LISTEN_PORT`;
    const fn = await realFunction(real(), {
      entrypoint: ['/bin/sh', '-c'],
      command: [answering('overridden')],
      files: {
        Dockerfile: [
          `FROM ${busyboxImage}`,
          `LABEL ${labelOfRun}`,
          `ENTRYPOINT ["/bin/sh", "-ec"]`,
          `CMD ["${answering('from the image')}"]`,
        ].join('\n'),
      },
    });
    await fn.emulator.build(fn.id);
    const request = { mode: 'http', method: 'GET', path: '/index.html', headers: [], body: new Uint8Array() } as const;
    expect(textOf((await fn.emulator.invoke(fn.id, request)).body).trim()).toBe('overridden');
  });

  it('is reached on 127.0.0.1 and nowhere else, at the same URL after every restart', async () => {
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer() });
    const { hostPort } = await fn.emulator.start(fn.id);
    const urls = [fn.seen().url];
    expect((await fetch(urls[0]!)).status).toBe(200);
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const outside = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of outside)
      for (const port of [fn.port, hostPort!]) expect(await connects(address, port)).toBe(false);
    await fn.emulator.restart(fn.id);
    urls.push(fn.seen().url);
    await fn.emulator.stop(fn.id);
    expect(fn.seen().url).toBeUndefined();
    await fn.emulator.start(fn.id);
    urls.push(fn.seen().url);
    expect(new Set(urls)).toEqual(new Set([`http://127.0.0.1:${fn.port}`]));
  });

  it('reports the true peak of its memory, that of each call where the kernel can start anew', async () => {
    const answer = `if (body.toString() === 'large') { Buffer.alloc(150 * 1024 ** 2, 1); }
      gc(); response.end(String(process.memoryUsage().rss));`;
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer(answer), props: ['cpu: 1'] });
    const large = await fn.emulator.invoke(fn.id, event('large'));
    expect(large.maxMemoryMb).toBeGreaterThanOrEqual(150);
    expect(large.maxMemoryMb).toBeLessThan(512);
    const canReset = await real().engine.containers.resetPeakMemory((await fn.emulator.start(fn.id)).containerId);
    const ofSmall = async (): Promise<number> => (await fn.emulator.invoke(fn.id, event('small'))).maxMemoryMb ?? 0;
    // Node gives freed memory back in a thread of its own, some time after the call
    if (canReset) await expect.poll(ofSmall, { timeout: 5_000 }).toBeLessThan(120);
    else expect(await ofSmall()).toBeGreaterThanOrEqual(150);
  });
});
