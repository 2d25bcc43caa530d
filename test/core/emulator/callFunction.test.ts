import { describe, expect, it } from 'vitest';
import type { FakeProcess } from '../../support/fakeProcess.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { event, idOf, serves, testEmulator, type TestEmulator } from './testEmulator.ts';

const requestId = /^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/;

/** Serves the calls, not the probes, with this. */
function answering(
  answer: (call: {
    readonly container: FakeProcess;
    readonly body: string;
    readonly end: (text: string) => void;
  }) => void | Promise<void>,
) {
  return async (container: FakeProcess): Promise<void> =>
    container.listen((request, response) => {
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => void answer({ container, body, end: (text) => response.end(text) }));
    });
}

/** The function's log from the first call on: platform lines in short, its own as they are. */
const shown = ({ lines }: TestEmulator): readonly string[] =>
  lines
    .filter(({ source, text }) =>
      source === 'platform' ? /^FC |^Duration/.test(text) : !/^HEAD|^listening$/.test(text),
    )
    .map(({ text }) => text.replace(/ RequestId: \S+$/, '').replace(/^Duration: .*$/, 'summary'));

describe('Invoking', () => {
  it('starts an instance first when there is none, and says how long that took', async () => {
    const { emulator } = await testEmulator();
    const cold = await emulator.invoke(idOf(), event());
    expect(cold).toMatchObject({
      statusCode: 200,
      functionName: 'hello',
      requestId: expect.stringMatching(requestId) as string,
      memorySizeMb: 512,
      maxMemoryMb: 10,
      coldStart: { totalMs: expect.any(Number) as number },
    });
    expect(Buffer.from(cold.body).toString()).toBe('hello');
    const warm = await emulator.invoke(idOf(), event());
    expect(warm).not.toHaveProperty('coldStart');
    expect(warm.instanceId).toBe(cold.instanceId);
    expect(warm.requestId).not.toBe(cold.requestId);
  });

  it('starts one instance for calls that come at the same moment', async () => {
    const { emulator, containers } = await testEmulator();
    const results = await Promise.all([1, 2, 3].map(async () => emulator.invoke(idOf(), event())));
    expect(new Set(results.map(({ instanceId }) => instanceId)).size).toBe(1);
    expect(containers()).toEqual(['fc-hello']);
  });

  it('refuses what is no HTTP before it starts anything', async () => {
    const { emulator, connects } = await testEmulator();
    const request = { mode: 'http', method: 'GET', path: 'hello', headers: [], body: new Uint8Array() } as const;
    await expect(emulator.invoke(idOf(), request)).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(connects()).toBe(0);
  });

  it("has the platform's lines around the function's own", async () => {
    const test = await testEmulator();
    const { requestId: id } = await test.emulator.invoke(idOf(), event());
    await test.emulator.stop(idOf()); // writes what is still held back
    expect(shown(test)).toEqual(['FC Invoke Start', 'POST /invoke', 'FC Invoke End', 'summary']);
    const texts = test.lines.map(({ text }) => text);
    expect(texts).toContain(`FC Invoke Start RequestId: ${id}`);
    expect(texts).toContain(`FC Invoke End RequestId: ${id}`);
    expect(texts.at(-2)).toMatch(
      /^Duration: \d+\.\d\d ms, Billed Duration: \d+ ms, Memory Size: 512 MB, Max Memory Used: 10\.00 MB$/,
    );
  });

  it('lets one call at a time into an instance, its lines and its memory apart from those of the next', async () => {
    const gate = withResolvers();
    const test = await testEmulator({
      program: answering(async ({ container, body, end }) => {
        container.print(`${body} begins\n`);
        if (body === 'first') {
          container.useMemory(200 * 1024 ** 2);
          container.useMemory(20 * 1024 ** 2);
          await gate.promise;
        }
        container.print(`${body} ends\n`);
        end(body);
      }),
    });
    await test.emulator.start(idOf());
    const first = test.emulator.invoke(idOf(), event('first'));
    await expect.poll(() => shown(test)).toContain('first begins');
    const second = test.emulator.invoke(idOf(), event('second'));
    await new Promise((resolve) => setTimeout(resolve, 20)); // there is no event for "does not begin"
    expect(shown(test)).not.toContain('second begins');
    gate.resolve(undefined);
    expect((await first).maxMemoryMb).toBe(200);
    expect((await second).maxMemoryMb).toBe(20);
    await test.emulator.stop(idOf());
    expect(shown(test)).toEqual([
      'FC Invoke Start',
      'first begins',
      'first ends',
      'FC Invoke End',
      'summary',
      'FC Invoke Start',
      'second begins',
      'second ends',
      'FC Invoke End',
      'summary',
    ]);
  });

  it('lets as many calls in at a time as instanceConcurrency says', async () => {
    const inside: string[] = [];
    const gate = withResolvers();
    const { emulator } = await testEmulator({
      functions: { hello: ['instanceConcurrency: 2'] },
      program: answering(async ({ body, end }) => {
        inside.push(body);
        await gate.promise;
        end(body);
      }),
    });
    const calls = Promise.all(['a', 'b', 'c'].map(async (name) => emulator.invoke(idOf(), event(name))));
    await expect.poll(() => inside.length).toBe(2);
    gate.resolve(undefined);
    await calls;
    expect(inside.length).toBe(3);
  });

  it('replaces the instance when the time is over, and does not let the caller wait for that', async () => {
    const stopping = withResolvers();
    const { emulator, seen, containers } = await testEmulator({
      functions: { hello: ['timeout: 1'] },
      program: (container) => {
        container.onTerminate = async () => {
          await stopping.promise;
          container.exit(0);
        };
        return answering(({ body, end }) => {
          if (body !== 'hang') end('hello');
        })(container);
      },
    });
    const timedOut = await emulator.invoke(idOf(), event('hang'));
    expect(timedOut.error?.message).toBe('Function timed out after 1 seconds (maxMemoryUsage: 10.00MB)');
    expect(seen().instance).toMatchObject({ state: 'draining', termination: 'timeout' });
    const next = emulator.invoke(idOf(), event('again'));
    stopping.resolve(undefined);
    const answer = await next;
    expect(answer.instanceId).not.toBe(timedOut.instanceId);
    expect(answer).toMatchObject({ statusCode: 200, coldStart: expect.anything() as object });
    expect(containers()).toEqual(['fc-hello']);
  });

  it('gives a call that waited for one that timed out an instance of its own', async () => {
    const { emulator } = await testEmulator({
      functions: { hello: ['timeout: 1'] },
      program: answering(({ body, end }) => {
        if (body !== 'hang') end('hello');
      }),
    });
    await emulator.start(idOf());
    const [hanging, waiting] = await Promise.all([
      emulator.invoke(idOf(), event('hang')),
      emulator.invoke(idOf(), event('fine')),
    ]);
    expect(hanging.error?.message).toContain('timed out');
    expect(waiting).not.toHaveProperty('error');
    expect(waiting.instanceId).not.toBe(hanging.instanceId);
  });

  it.each([
    ['replaces the instance', [], true],
    ['leaves an instance that others share', ['instanceConcurrency: 2'], false],
  ])('that the client cancels %s', async (_title, props, replaced) => {
    const called = withResolvers();
    const { emulator, seen } = await testEmulator({
      functions: { hello: props },
      program: answering(() => called.resolve(undefined)),
    });
    const cancel = new AbortController();
    const invoking = emulator.invoke(idOf(), event(), { signal: cancel.signal });
    await called.promise;
    cancel.abort();
    expect((await invoking).error?.message).toMatch(/^Invocation canceled by client \(duration: \d+ms, /);
    if (replaced) expect(seen().instance?.termination).toBe('cancelled');
    else expect(seen().instance?.state).toBe('idle');
  });

  it('tells how an instance died during the call, and the next call starts another', async () => {
    const { emulator, seen, containers } = await testEmulator({
      program: answering(({ container, body, end }) => {
        if (body === 'fine') end('hello');
        else if (body === 'oom') container.useMemory(600 * 1024 ** 2);
        else container.exit(3);
      }),
    });
    const crashed = await emulator.invoke(idOf(), event('crash'));
    expect(crashed.error).toMatchObject({
      message: expect.stringMatching(/^Process exited unexpectedly before completing request \(duration: /) as string,
      hint: expect.stringContaining('exit code 3') as string,
    });
    expect(seen().instance).toMatchObject({ state: 'stopped', termination: 'crashed' });
    const oom = await emulator.invoke(idOf(), event('oom'));
    expect(oom.error?.hint).toContain('memorySize');
    expect(seen().instance).toMatchObject({ termination: 'oom' });
    const { url } = seen();
    expect(await emulator.invoke(idOf(), event('fine'))).toMatchObject({ statusCode: 200 });
    expect(containers()).toEqual(['fc-hello']);
    expect(seen().url).toBe(url);
  });

  it('that is cancelled while its instance starts is no call at all', async () => {
    const test = await testEmulator({ program: () => undefined });
    const cancel = new AbortController();
    const invoking = test.emulator.invoke(idOf(), event(), { signal: cancel.signal });
    await expect.poll(() => test.seen().instance?.state).toBe('starting');
    cancel.abort();
    await expect(invoking).rejects.toMatchObject({ name: 'AbortError' });
    expect(shown(test)).toEqual([]);
  });

  it('works where the engine cannot tell the memory', async () => {
    const { emulator, engine } = await testEmulator({ program: serves });
    engine.containers.peakMemory = () => Promise.reject(new Error('no'));
    engine.containers.resetPeakMemory = () => Promise.reject(new Error('no'));
    expect(await emulator.invoke(idOf(), event())).not.toHaveProperty('maxMemoryMb');
  });
});
