import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/core/emulator/settings.ts';
import { freePort } from '../../support/freePort.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { idOf, serves, testEmulator } from './testEmulator.ts';

const invocations = (name = 'hello') => `/2023-03-30/functions/${name}/invocations`;

async function json(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

describe('The API', () => {
  it('is served once, where it says, until the emulator ends', async () => {
    const { emulator } = await testEmulator();
    expect(emulator.snapshot()).not.toHaveProperty('gatewayUrl');
    const url = await emulator.serveApi();
    expect(await emulator.serveApi()).toBe(url);
    expect(emulator.snapshot().gatewayUrl).toBe(url);
    await emulator[Symbol.asyncDispose]();
    await expect(fetch(url)).rejects.toThrow();
  });

  it('invokes a function nobody started, and lists what there is', async () => {
    const { emulator } = await testEmulator({ functions: { hello: [], other: [] } });
    const url = await emulator.serveApi();
    const answer = await fetch(url + invocations(), { method: 'POST', body: 'event' });
    expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
    const { functions } = await json(await fetch(`${url}/2023-03-30/functions`));
    expect(functions).toMatchObject([{ functionName: 'hello' }, { functionName: 'other' }]);
    const missing = await fetch(url + invocations('nobody'), { method: 'POST' });
    expect(missing.status).toBe(404);
    expect(await json(missing)).toMatchObject({
      Code: 'FunctionNotFound',
      Message: "function 'nobody' does not exist.",
    });
  });

  it('moves to the port of the settings when they name another one', async () => {
    const settings = { gateway: { ...defaultSettings.gateway, port: await freePort() } };
    const { emulator } = await testEmulator({ settings });
    const before = await emulator.serveApi();
    await emulator.settingsChanged();
    expect(emulator.snapshot().gatewayUrl).toBe(before);
    settings.gateway = { ...settings.gateway, port: await freePort() };
    await emulator.settingsChanged();
    expect(emulator.snapshot().gatewayUrl).toBe(`http://127.0.0.1:${settings.gateway.port}`);
    await expect(fetch(before)).rejects.toThrow();
  });

  it('says that a function is pending while its first image is built', async () => {
    const { emulator, engine } = await testEmulator();
    engine.images.known.clear();
    const built = withResolvers();
    engine.builder = async () => {
      await built.promise;
      return { program: serves };
    };
    const url = await emulator.serveApi();
    const building = emulator.build(idOf());
    await expect.poll(() => emulator.snapshot().functions[0]?.activity).toBe('building');
    const early = await fetch(url + invocations(), { method: 'POST' });
    expect(early.status).toBe(412);
    expect(await json(early)).toMatchObject({
      Code: 'PreconditionFailed',
      Message: 'function is pending state, please try later',
    });
    expect(await json(await fetch(`${url}/2023-03-30/functions/hello`))).toMatchObject({ state: 'Pending' });
    built.resolve(undefined);
    await building;
    expect((await fetch(url + invocations(), { method: 'POST' })).status).toBe(200);
    expect(await json(await fetch(`${url}/2023-03-30/functions/hello`))).toMatchObject({ state: 'Active' });
  });

  it('takes a call to be made later, makes it again when it fails, and the log tells', async () => {
    let calls = 0;
    const retries: unknown[] = [];
    const { emulator, lines } = await testEmulator({
      functions: { hello: ['asyncInvokeConfig: {maxAsyncRetryAttempts: 1}'] },
      program: async (container) =>
        container.listen((request, response) => {
          if (request.method !== 'POST') {
            response.end();
            return;
          }
          retries.push(request.headers['x-fc-retry-count']);
          if (calls++ === 0) response.setHeader('x-fc-status', '404');
          response.end('done');
        }),
    });
    const url = await emulator.serveApi();
    const headers = { 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': 'task-1' };
    const taken = await fetch(url + invocations(), { method: 'POST', headers, body: 'event' });
    expect(taken.status).toBe(202);
    expect(taken.headers.get('x-fc-async-task-id')).toBe('task-1');
    expect((await fetch(url + invocations(), { method: 'POST', headers })).status).toBe(409);
    await expect
      .poll(() => emulator.tasks(), { timeout: 5000 })
      .toMatchObject([{ taskId: 'task-1', status: 'Succeeded' }]);
    expect(retries).toEqual(['0', '1']);
    expect(emulator.history()).toMatchObject([
      { invocationType: 'Async', retryCount: 1 },
      { invocationType: 'Async', retryCount: 0 },
    ]);
    expect(lines.some(({ text }) => text.includes('task-1') && text.includes('again'))).toBe(true);
  });
});

describe('Calls that wait for an instance', () => {
  it('go on when the settings allow one more', async () => {
    const gate = withResolvers();
    const settings = { maxInstances: 1 };
    const { emulator, seen } = await testEmulator({
      settings,
      program: async (container) =>
        container.listen((request, response) => {
          if (request.method === 'HEAD' || request.url === '/quick') response.end();
          else void gate.promise.then(() => response.end());
        }),
    });
    await emulator.start(idOf());
    const slow = fetch(seen().url!);
    await expect.poll(() => seen().instance?.state).toBe('busy');
    const waiting = fetch(`${seen().url}/quick`);
    settings.maxInstances = 2;
    await new Promise((resolve) => setTimeout(resolve, 50)); // there is no event for "it waits"
    await emulator.settingsChanged();
    expect((await waiting).status).toBe(200);
    gate.resolve(undefined);
    await slow;
  });
});

describe('The URL of a function', () => {
  it('is that of CAPort when that is free, and stays the same over stops', async () => {
    const { emulator, seen } = await testEmulator();
    await emulator.start(idOf());
    const { url, spec } = seen();
    expect(url).toBe(`http://127.0.0.1:${spec.container.port}`);
    await emulator.stop(idOf());
    await emulator.start(idOf());
    expect(seen().url).toBe(url);
  });

  it('is opened by the first call too, and starts instances for calls', async () => {
    const { emulator, seen } = await testEmulator({ settings: { maxInstances: 3 } });
    await emulator.invoke(idOf(), { mode: 'event', body: new Uint8Array() });
    const slow = [1, 2, 3].map(async () => (await fetch(seen().url!)).status);
    expect(await Promise.all(slow)).toEqual([200, 200, 200]);
  });

  it('is closed when the start fails, and views hear of it', async () => {
    const { emulator, seen } = await testEmulator({ program: (container) => container.exit(1) });
    const shown: (string | undefined)[] = [];
    emulator.onDidChange(() => shown.push(seen().url));
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'CAExited' });
    expect(shown).toContain(`http://127.0.0.1:${seen().spec.container.port}`);
    expect(shown.at(-1)).toBeUndefined();
    expect(seen().url).toBeUndefined();
  });

  it('refuses with 429 what neither an instance nor the queue has room for', async () => {
    const gate = withResolvers();
    const { emulator, seen } = await testEmulator({
      settings: { maxInstances: 1, maxQueuedRequests: 1 },
      program: async (container) =>
        container.listen((request, response) => {
          if (request.method === 'HEAD') response.end();
          else void gate.promise.then(() => response.end('late'));
        }),
    });
    await emulator.start(idOf());
    const busy = fetch(seen().url!);
    await expect.poll(() => seen().instance?.state).toBe('busy');
    const queued = fetch(seen().url!);
    await new Promise((resolve) => setTimeout(resolve, 50)); // there is no event for "it waits"
    const refused = await fetch(seen().url!);
    expect([refused.status, (await json(refused))['Code']]).toEqual([429, 'ResourceExhausted']);
    gate.resolve(undefined);
    expect([(await busy).status, (await queued).status]).toEqual([200, 200]);
  });

  it("answers for a function that does not start with the platform's code and text", async () => {
    let crashes = false;
    const { emulator, engine, seen } = await testEmulator({
      program: async (container) => {
        if (crashes) container.exit(2);
        else await serves(container);
      },
    });
    await emulator.start(idOf());
    crashes = true;
    engine.containers.processes.values().next().value!.exit(1);
    await expect.poll(() => seen().instance?.state).toBe('stopped');
    const answer = await fetch(seen().url!);
    expect(answer.status).toBe(412);
    expect(await json(answer)).toMatchObject({
      Code: 'CAExited',
      Message: expect.stringContaining('Function instance exited unexpectedly(code 2') as string,
    });
  });
});
