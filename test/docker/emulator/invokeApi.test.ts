import { text } from 'node:stream/consumers';
import { GetFunctionRequest, InvokeFunctionRequest, ListFunctionsRequest } from '@alicloud/fc20230330';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultSettings, type Settings } from '../../../src/core/emulator/settings.ts';
import { client2, client3, eventOf, invoke3 } from '../../support/functionComputeSdks.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { nodeImage, nodeServer, patience, realFunction, sharedFunction } from './realFunction.ts';

const answer = `
  console.log('heard ' + body);
  if (body == 'crash') process.exit(3);
  if (body == 'fail') response.writeHead(404, { 'x-fc-status': '404' });
  response.end('answer to ' + body);`;
const server = { image: nodeImage, command: nodeServer(answer) };

const gateway = (changes: Partial<Settings['gateway']> = {}): Partial<Settings> => ({
  gateway: { ...defaultSettings.gateway, port: 0, accessKeySecret: 'secret', ...changes },
});

/** What the official clients have in common. */
interface Sdk {
  invoke(event: string, asked?: Asked): Promise<{ readonly headers: Headers; readonly body: string }>;
  getFunction(): Promise<unknown>;
  functionNames(): Promise<readonly unknown[]>;
}

interface Asked {
  readonly type?: 'Async';
  readonly log?: 'Tail';
  readonly qualifier?: string;
}

type Headers = Readonly<Record<string, string>>;

const sdk3 = (url: string, name: string, secret?: string): Sdk => {
  const client = client3(url, secret);
  return {
    async invoke(event, { type, log, qualifier }: Asked = {}) {
      const answered =
        qualifier === undefined
          ? await invoke3(client, name, event, { xFcInvocationType: type, xFcLogType: log })
          : await client.invokeFunction(name, new InvokeFunctionRequest({ body: eventOf(event).body, qualifier }));
      expect(answered.statusCode).toBe(type === 'Async' ? 202 : 200);
      return { headers: answered.headers!, body: await text(answered.body!) };
    },
    getFunction: async () => (await client.getFunction(name, new GetFunctionRequest({}))).body,
    async functionNames() {
      const { body } = await client.listFunctions(new ListFunctionsRequest({}));
      return body!.functions!.map(({ functionName }) => functionName);
    },
  };
};

const sdk2 = (url: string, name: string, secret?: string): Sdk => {
  const client = client2(url, secret);
  return {
    async invoke(event, { type, log, qualifier }: Asked = {}) {
      const asked = { 'x-fc-invocation-type': type ?? 'Sync', 'x-fc-log-type': log ?? 'None' };
      const { headers, data } = await client.invokeFunction('shop', name, event, asked, qualifier);
      return { headers, body: typeof data === 'string' ? data : JSON.stringify(data) }; // it reads JSON by itself
    },
    getFunction: async () => (await client.getFunction('shop', name)).data,
    async functionNames() {
      const { data } = await client.listFunctions('shop');
      return (data as { functions: { functionName: string }[] }).functions.map(({ functionName }) => functionName);
    },
  };
};

const tailOf = (headers: Headers): string => Buffer.from(headers['x-fc-log-result']!, 'base64').toString();

const summary = /^Duration: \d+\.\d\d ms, Billed Duration: \d+ ms, Memory Size: 512 MB, Max Memory Used: \d+\.\d\d MB$/;

// in this order: they share connections, and the newer one leaves timers on them that end calls of the older one
const sdks = [
  { version: '2.0', sdkOf: sdk2, taskHeader: 'x-fc-stateful-async-invocation-id' },
  { version: '3.0', sdkOf: sdk3, taskHeader: 'x-fc-async-task-id' },
];

describeWithEngine('A function in a container', (real) => {
  const fn = sharedFunction(real, { ...server, settings: gateway() });

  describe.each(sdks)('called with the official client of Function Compute $version', ({ sdkOf, taskHeader }) => {
    let sdk: Sdk;
    beforeAll(async () => {
      sdk = sdkOf(await fn().emulator.serveApi(), fn().name);
    });

    it('answers, and the platform says how it was', async () => {
      const { headers, body } = await sdk.invoke('order');
      expect(body).toBe('answer to order');
      const [report] = fn().emulator.history(fn().id);
      expect(headers).toMatchObject({
        'x-fc-request-id': report?.requestId,
        'x-fc-instance-id': fn().seen().instance?.instanceId,
        'x-fc-invocation-duration': String(report?.billedDurationMs),
        'x-fc-max-memory-usage': report?.maxMemoryMb?.toFixed(2),
        'x-fc-invocation-service-version': 'LATEST',
      });
      expect(report?.maxMemoryMb).toBeGreaterThan(1);
      expect(headers).not.toHaveProperty('x-fc-error-type');
      expect(headers).not.toHaveProperty('x-fc-log-result');
    });

    it('sends the end of its log, with what the container printed', async () => {
      // the log travels on a connection of its own: on a busy machine a line may be too late for the answer
      await vi.waitFor(async () => {
        const { headers } = await sdk.invoke('order', { log: 'Tail' });
        const id = headers['x-fc-request-id'];
        expect(tailOf(headers).split('\n')).toEqual([
          `FC Invoke Start RequestId: ${id}`,
          'heard order',
          `FC Invoke End RequestId: ${id}`,
          '',
          expect.stringMatching(summary),
        ]);
      }, patience);
    });

    it('takes a call for later', async () => {
      const { headers, body } = await sdk.invoke('later', { type: 'Async' });
      const requestId = headers['x-fc-request-id'];
      expect([body, headers[taskHeader]]).toEqual(['', requestId]);
      await expect
        .poll(() => fn().emulator.history(fn().id)[0], patience)
        .toMatchObject({
          requestId,
          invocationType: 'Async',
          statusCode: 200,
        });
      await expect
        .poll(() => fn().emulator.tasks(fn().id)[0], patience)
        .toMatchObject({ requestId, status: 'Succeeded' });
    });

    it('is told from one that fails', async () => {
      const failed = await sdk.invoke('fail');
      expect([failed.body, failed.headers['x-fc-error-type']]).toEqual(['answer to fail', 'InvocationError']);
      const crashed = await sdk.invoke('crash', { log: 'Tail' });
      expect(crashed.headers['x-fc-error-type']).toBe('UnhandledInvocationError');
      const message =
        /^Process exited unexpectedly before completing request \(duration: \d+ms, maxMemoryUsage: .*MB\)$/;
      expect(JSON.parse(crashed.body)).toEqual({ errorMessage: expect.stringMatching(message) as string });
      expect(tailOf(crashed.headers)).toMatch(/\nFC Invoke End RequestId: \S+, Error: Process exited unexpectedly/);
      await expect.poll(() => fn().seen().instance, patience).toMatchObject({ termination: 'crashed' });
      const { headers } = await sdk.invoke('again');
      expect(headers['x-fc-instance-id']).not.toBe(crashed.headers['x-fc-instance-id']);
    });

    it('can be looked up', async () => {
      expect(await sdk.functionNames()).toEqual([fn().name]);
      expect(await sdk.getFunction()).toMatchObject({
        functionName: fn().name,
        runtime: 'custom-container',
        memorySize: 512,
        customContainerConfig: { image: nodeImage },
      });
    });

    it('has one version, the latest', async () => {
      expect((await sdk.invoke('order', { qualifier: 'LATEST' })).body).toBe('answer to order');
      await expect(sdk.invoke('order', { qualifier: 'prod' })).rejects.toMatchObject({ code: 'AliasNotFound' });
      await expect(sdk.invoke('order', { qualifier: '1' })).rejects.toMatchObject({ code: 'VersionNotFound' });
    });
  });

  it('is not even started for a caller with a wrong key, when signatures are checked', async () => {
    const locked = await realFunction(real(), { ...server, settings: gateway({ checkSignatures: true }) });
    const url = await locked.emulator.serveApi();
    for (const { sdkOf } of sdks)
      await expect(sdkOf(url, locked.name, 'wrong').invoke('order')).rejects.toMatchObject({
        code: 'SignatureNotMatch',
      });
    expect([await locked.containers(), locked.log()]).toEqual([[], []]);
    for (const { sdkOf } of sdks) expect((await sdkOf(url, locked.name).invoke('order')).body).toBe('answer to order');
  });
});
