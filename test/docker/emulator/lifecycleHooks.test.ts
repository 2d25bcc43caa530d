import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { event, invocationsUrl, nodeImage, nodeServer, patience, realFunction } from './realFunction.ts';

const uuid = String.raw`[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}`;

/** One that matches the whole text. */
const line = (pattern: string): unknown => expect.stringMatching(new RegExp(`^${pattern}$`));

describeWithEngine('The hooks of a function', (real) => {
  it('are called in their order, and the log tells what each of them prints', async () => {
    const answer = `
      console.log(request.method + ' ' + request.url + ' ' + request.headers['x-fc-control-path']);
      await new Promise((resolve) => setTimeout(resolve, 200)); // what it prints is there before its answer
      response.end();`;
    const hook = '{ handler: "true", timeout: 10 }';
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: nodeServer(answer),
      props: [`instanceLifecycleConfig: { initializer: ${hook}, preStop: ${hook} }`],
    });
    const { requestId } = await fn.emulator.invoke(fn.id, event());
    await expect.poll(() => fn.log(), patience).toContain(`FC Invoke End RequestId: ${requestId}`);
    await fn.emulator.stop(fn.id);
    const ownLines = fn.log().filter((text) => !/^(?:listening |The engine's storage )/.test(text));
    expect(ownLines).toEqual([
      line(`FC Initialize Start RequestId: ${uuid}`),
      'POST /initialize /initialize',
      line(`FC Initialize End RequestId: ${uuid}`),
      line(String.raw`Cold start \d+ ms: .*, initializer \d+`),
      `FC Invoke Start RequestId: ${requestId}`,
      'POST /invoke /invoke',
      `FC Invoke End RequestId: ${requestId}`,
      line('Duration: .*'),
      line('Cost: .*'),
      line(`FC PreStop Start RequestId: ${uuid}`),
      'GET /pre-stop /pre-stop',
      line(`FC PreStop End RequestId: ${uuid}`),
    ]);
  });

  it('fail the call when the initializer does not end; the next call gets a new instance', async () => {
    const answer = `if (request.url !== '/initialize' || process.env.DATABASE === 'there') response.end('hello');`;
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: nodeServer(answer),
      props: [
        'environmentVariables: { DATABASE: there }',
        'instanceLifecycleConfig: { initializer: { handler: "true", timeout: 1 } }',
      ],
    });
    const edit = async (written: string, replacement: string): Promise<void> => {
      const config = join(fn.folder, 's.yaml');
      await writeFile(config, (await readFile(config, 'utf8')).replace(written, replacement));
      await fn.emulator.refresh([fn.folder]);
    };
    const api = await invocationsUrl(fn);
    const { containerId } = await fn.emulator.start(fn.id);
    const { url = '' } = fn.seen();
    await edit('there', 'missing');
    await real().docker.getContainer(containerId).kill();
    await expect.poll(() => fn.seen().instance, patience).toMatchObject({ state: 'stopped' });

    const [viaApi, viaTrigger] = await Promise.all([fetch(api, { method: 'POST' }), fetch(url)]);
    for (const [answered, status] of [
      [viaApi, 200],
      [viaTrigger, 502],
    ] as const) {
      expect([answered.status, answered.headers.get('x-fc-error-type')]).toEqual([status, 'InitializationError']);
      expect(await answered.json()).toMatchObject({
        errorMessage: expect.stringContaining('Function timed out after 1 seconds') as string,
      });
    }
    await expect.poll(fn.containers, patience).toEqual([]);

    await edit('missing', 'there');
    expect(await (await fetch(url)).text()).toBe('hello');
    expect(await fn.containers()).toHaveLength(1);
  });
});

describeWithEngine('A health check', (real) => {
  it('keeps calls from an instance that is not well, until it is again', async () => {
    const answer = `
      if (request.url.startsWith('/turn/')) globalThis.status = request.url.slice(6);
      if (request.url === '/health') response.statusCode = Number(globalThis.status ?? 200);
      response.end('hello');`;
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: nodeServer(answer),
      container: { healthCheckConfig: { httpGetUrl: '/health', periodSeconds: 1, failureThreshold: 1 } },
      settings: { maxInstances: 1, maxQueuedRequests: 1 },
    });
    const { hostPort, instanceId } = await fn.emulator.start(fn.id);
    const isHealthy = (): boolean | undefined => fn.seen().instance?.healthy;
    expect(isHealthy()).toBe(true);
    await fetch(`http://127.0.0.1:${hostPort}/turn/500`);
    await expect.poll(isHealthy, patience).toBe(false);
    const calls = [fetch(fn.seen().url!), fetch(fn.seen().url!)]; // one of them waits, whichever comes first
    expect((await Promise.race(calls)).status).toBe(429);
    expect(fn.emulator.history(fn.id)).toEqual([]);

    await fetch(`http://127.0.0.1:${hostPort}/turn/200`);
    expect((await Promise.all(calls)).map(({ status }) => status).sort()).toEqual([200, 429]);
    expect(fn.emulator.history(fn.id)).toMatchObject([{ instanceId }]);
    const told = fn.log().filter((text) => text.includes('health check'));
    expect(told).toEqual([
      `The health check failed 1 times in a row (status code 500 of /health): ${instanceId} gets no requests until it passes again.`,
      `The health check passes again: ${instanceId} gets requests.`,
    ]);
  });
});

describeWithEngine('A function that starts', (real) => {
  it('tells until when it has to be ready', async () => {
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: nodeServer(),
      settings: { startTimeoutSeconds: 30 },
    });
    const seen: Instance[] = [];
    fn.emulator.onDidChange(() => seen.push(...fn.seen().instances));
    await fn.emulator.start(fn.id);
    const [{ state, startedAt, readyBy } = expect.unreachable()] = seen;
    expect(state).toBe('starting');
    expect(readyBy?.getTime()).toBe(startedAt.getTime() + 30_000);
    expect(fn.seen().instance).toMatchObject({ state: 'idle', startedAt });
  });
});
