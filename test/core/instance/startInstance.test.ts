import { afterEach, describe, expect, it } from 'vitest';
import { containerPlan } from '../../../src/core/instance/containerPlan.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { startInstance, type StartInstanceOptions } from '../../../src/core/instance/startInstance.ts';
import type { OutputChunk } from '../../../src/core/ports/containerEngine.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeEngine, type FakeImage } from '../../support/fakeEngine.ts';
import type { FakeProcess } from '../../support/fakeProcess.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { freePort } from '../../support/freePort.ts';

interface Start {
  readonly engine: FakeEngine;
  readonly options: StartInstanceOptions;
  readonly records: readonly Instance[];
  readonly output: () => string;
  readonly cancel: AbortController;
  readonly slow: readonly string[];
  readonly hooks: readonly string[];
}

const serves = async (container: FakeProcess): Promise<void> => {
  container.print('listening\n');
  await container.listen((_request, response) => response.end('hello'));
};

const engines: FakeEngine[] = [];

async function startOf(
  image: FakeImage,
  changes: SpecChanges & { readonly timeoutSeconds?: number } = {},
): Promise<Start> {
  const { timeoutSeconds = 5, ...specChanges } = changes;
  const engine = new FakeEngine();
  engines.push(engine);
  engine.addImage('hello:1', image);
  const facts = await engine.images.inspect('hello:1');
  const records: Instance[] = [];
  const chunks: Uint8Array[] = [];
  const slow: string[] = [];
  const cancel = new AbortController();
  const port = await freePort();
  const spec = testSpec({ ...specChanges, container: { port, ...specChanges.container } });
  const hooks: string[] = [];
  const instanceId = 'c-65b764db-15fa2aa8-bc50f7839399';
  const options: StartInstanceOptions = {
    identity: { spec, accountId: '42', credentials: undefined },
    instanceId,
    plan: containerPlan({ spec, instanceId, accountId: '42', owner: { processId: 7, host: 'desk' } }),
    image: facts!,
    imageMs: 3,
    pullMs: 0,
    engine,
    clock: systemClock,
    timeoutSeconds,
    onOutput: ({ data }) => chunks.push(data),
    onRecord: (record) => records.push(record),
    onSlow: (found) => slow.push(...found),
    onChange: () => undefined,
    onLeftBehind: () => expect.unreachable(),
    onIdleClosed: () => undefined,
    watcher: {
      newHookId: () => 'a-uuid',
      started: (hook, id) => hooks.push(`${hook} ${id}`),
      ended: (hook, _id, failure) => hooks.push(`${hook} ${failure ?? 'succeeded'}`),
    },
    signal: cancel.signal,
  };
  return { engine, options, records, output: () => Buffer.concat(chunks).toString(), cancel, slow, hooks };
}

/** No start of these tests, however it ends, may leave a container. */
afterEach(() => {
  const left = engines.splice(0).flatMap(({ containers }) => [...containers.processes.values()]);
  expect(left.map(({ plan }) => plan.name)).toEqual([]);
});

describe('A start', () => {
  it('gives an idle instance as soon as CAPort is open, with all the container printed from its first byte on', async () => {
    const { options, records, output, engine } = await startOf({ program: serves });
    const instance = await startInstance(options);
    expect(output()).toBe('listening\n');
    const { port } = options.identity.spec.container;
    expect(records).toMatchObject([{ state: 'starting', readyBy: expect.any(Date) as Date }]);
    expect(instance.record).toMatchObject({
      state: 'idle',
      healthy: true,
      functionName: 'hello',
      caPort: port,
      hostPort: expect.any(Number) as number,
      instanceId: options.instanceId,
      coldStart: { imageMs: 3, pullMs: 0, initializerMs: expect.any(Number) as number },
    });
    const { totalMs, ...phases } = instance.record.coldStart!;
    expect(totalMs).toBeCloseTo(Object.values(phases).reduce((a, b) => a + b));
    expect([...engine.containers.processes.values()][0]?.plan.environment).toMatchObject({
      FC_INSTANCE_ID: instance.record.instanceId,
      FC_ACCOUNT_ID: '42',
    });
    await instance.release();
  });

  it('reports an end in the words of the platform, at once and with the last words of the container', async () => {
    const { options, records } = await startOf(
      {
        entrypoint: ['python3'],
        command: ['app.py'],
        program: async (container) => {
          await new Promise(setImmediate);
          container.print('Traceback: no such module\n', 'stderr');
          container.exit(2);
        },
      },
      { timeoutSeconds: 120 },
    );
    await expect(startInstance(options)).rejects.toMatchObject({
      code: 'CAExited',
      message:
        "Function instance exited unexpectedly(code 2, message:no such file or directory) with start command 'python3 app.py'.",
      detail: 'Traceback: no such module',
      hint: 'Its last line was: Traceback: no such module',
      failure: { code: 'CAExited', logTail: 'Traceback: no such module' },
    });
    expect(records.map(({ state }) => state)).toEqual(['starting', 'failed']);
    expect(records[1]).toMatchObject({ termination: 'startFailed' });
  });

  it('waits for words that come a moment after the end', async () => {
    const { options, engine } = await startOf({
      program: (container) => {
        container.print('last words\n');
        container.exit(1);
      },
    });
    const attach = engine.containers.attach.bind(engine.containers);
    engine.containers.attach = async (id, onOutput) => {
      const words: OutputChunk[] = [];
      const output = await attach(id, (chunk) => words.push(chunk));
      const late = output.ended.then(async () => systemClock.sleep(30)).then(() => words.forEach(onOutput));
      return { ...output, ended: late };
    };
    await expect(startInstance(options)).rejects.toMatchObject({ detail: 'last words' });
  });

  it('looks at the file the kernel refused, before the container is removed', async () => {
    const { options } = await startOf({
      files: { '/run.sh': '#!/bin/sh\r\n' },
      program: (container) => {
        container.print('exec /run.sh: no such file or directory\n', 'stderr');
        container.exit(1);
      },
    });
    await expect(startInstance(options)).rejects.toMatchObject({ failure: { cause: 'carriageReturn' } });
  });

  it('names the start command of s.yaml where it replaces that of the image', async () => {
    const image = { entrypoint: ['node'], command: ['a.js'], program: (container: FakeProcess) => container.exit(1) };
    const { options } = await startOf(image, { container: { entrypoint: ['deno'], command: ['b.js'] } });
    await expect(startInstance(options)).rejects.toThrow("start command 'deno b.js'");
  });

  it('reports a server that never listens when the time is over, and what it listens on instead', async () => {
    const { options, slow } = await startOf(
      {
        program: async (container) => {
          container.print('listening\n');
          await container.listen(() => undefined, { address: '127.0.0.1' });
        },
      },
      { timeoutSeconds: 0.05 },
    );
    const { port } = options.identity.spec.container;
    await expect(startInstance(options)).rejects.toMatchObject({
      code: 'FunctionNotStarted',
      message: `Function instance health check failed on port ${port} in 0.05 seconds.`,
      hint: `The server listens on 127.0.0.1:${port} only. It must listen on 0.0.0.0:${port}.`,
      detail: 'listening',
    });
    expect(slow).toEqual([]);
  });

  it('says after a while what it waits for', async () => {
    const { options, slow, cancel } = await startOf({
      program: async (container) => container.listen(() => undefined, { port: 8080 }),
    });
    const asked = withResolvers();
    const onSlow = (found: readonly string[]): void => {
      options.onSlow(found);
      asked.resolve(undefined);
    };
    const starting = startInstance({ ...options, onSlow });
    await Promise.race([asked.promise, starting]);
    expect(slow[0]).toContain('The server listens on 0.0.0.0:8080, but CAPort is');
    cancel.abort();
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each(['create', 'start'] as const)('blames the start command that the engine refuses to %s', async (method) => {
    const { options, engine } = await startOf({});
    engine.containers[method] = (): Promise<never> =>
      Promise.reject(new FcError('CAExited', 'The start command "nodee" cannot be run.', { hint: 'Correct CMD.' }));
    await expect(startInstance(options)).rejects.toMatchObject({
      failure: {
        code: 'CAExited',
        message: 'The function either cannot be started or exited. The start command "nodee" cannot be run.',
        nextStep: 'Correct CMD.',
      },
    });
  });

  it.each(['before it began', 'while the container is made', 'while it waits for CAPort'])(
    'that is cancelled %s leaves nothing',
    async (moment) => {
      const { options, engine, cancel } = await startOf({
        program: (container) => {
          container.print('not yet\n');
          if (moment === 'while it waits for CAPort') setImmediate(() => cancel.abort());
        },
      });
      if (moment === 'before it began') cancel.abort();
      const attach = engine.containers.attach.bind(engine.containers);
      engine.containers.attach = async (...args) => {
        if (moment === 'while the container is made') cancel.abort();
        return attach(...args);
      };
      await expect(startInstance(options)).rejects.toMatchObject({ name: 'AbortError' });
    },
  );

  it('whose engine goes away tells that, and which container somebody has to remove', async () => {
    const left: string[] = [];
    const { options, engine, records } = await startOf({
      program: () => void setImmediate(() => engine.die()),
    });
    const starting = startInstance({ ...options, onLeftBehind: (id) => left.push(id) });
    await expect(starting).rejects.toMatchObject({ code: 'EngineNotRunning' });
    expect(left).toEqual([...engine.containers.processes.keys()]);
    expect(records.at(-1)).toMatchObject({ state: 'failed' });
    engine.containers.processes.clear();
  });
});

/** Serves, and answers these paths with these statuses. */
const answering =
  (statuses: Readonly<Record<string, number | (() => number)>>, seen: string[] = []) =>
  async (container: FakeProcess): Promise<void> =>
    container.listen((request, response) => {
      seen.push(`${request.method} ${request.url} ${String(request.headers['x-fc-control-path'])}`);
      const status = statuses[request.url ?? ''] ?? 200;
      response.writeHead(typeof status === 'number' ? status : status()).end('said so');
    });

describe('An initializer', () => {
  const initializer = { handler: 'true', timeout: 3 };

  it('is called once, after CAPort is open, with the lines of the log around it', async () => {
    const seen: string[] = [];
    const { options, records, hooks } = await startOf({ program: answering({}, seen) }, { initializer });
    const instance = await startInstance(options);
    expect(seen.filter((line) => !line.startsWith('HEAD'))).toEqual(['POST /initialize /initialize']);
    expect(hooks).toEqual(['Initialize a-uuid', 'Initialize succeeded']);
    expect(records.map(({ state }) => state)).toEqual(['starting', 'initializing']);
    await instance.release();
  });

  it('is not called when the function has none', async () => {
    const seen: string[] = [];
    const { options, hooks } = await startOf({ program: answering({}, seen) });
    const instance = await startInstance(options);
    expect(seen.filter((line) => !line.startsWith('HEAD'))).toEqual([]);
    expect(hooks).toEqual([]);
    await instance.release();
  });

  it.each([404, 500])('that answers %d fails the start with its own code', async (status) => {
    const { options, hooks } = await startOf({ program: answering({ '/initialize': status }) }, { initializer });
    await expect(startInstance(options)).rejects.toMatchObject({ failure: { code: 'InitializationError' } });
    expect(hooks.at(-1)).toBe(`Initialize status code ${status}`);
  });

  it('that takes too long fails the start', async () => {
    const { options, hooks } = await startOf(
      {
        program: async (container) =>
          container.listen((request, response) => {
            if (request.method === 'HEAD') response.end();
          }),
      },
      { initializer: { handler: 'true', timeout: 0.05 } },
    );
    await expect(startInstance(options)).rejects.toMatchObject({ failure: { code: 'InitializationError' } });
    expect(hooks.at(-1)).toBe('Initialize timed out after 0.05 seconds');
  });

  it('that ends the container fails the start', async () => {
    const { options, hooks } = await startOf(
      {
        program: async (container) =>
          container.listen((request, response) => {
            if (request.method === 'HEAD') response.end();
            else container.exit(3);
          }),
      },
      { initializer },
    );
    await expect(startInstance(options)).rejects.toMatchObject({ failure: { code: 'InitializationError' } });
    expect(hooks.at(-1)).toBe('Initialize Process exited unexpectedly');
  });

  it('that is a command is run inside, and must end with 0', async () => {
    const command = ['/bin/warm', 'up'];
    const { options, engine } = await startOf(
      { program: serves },
      { initializer: { handler: '', timeout: 3, command } },
    );
    const run: (readonly string[])[] = [];
    let exitCode = 0;
    engine.containers.run = (_id, words) => {
      run.push(words);
      return Promise.resolve({ exitCode, output: 'no model' });
    };
    const instance = await startInstance(options);
    expect(run).toEqual([command]);
    await instance.release();
    exitCode = 7;
    await expect(startInstance(options)).rejects.toMatchObject({ failure: { code: 'InitializationError' } });
  });
});

describe('A health check', () => {
  const healthCheck = {
    httpGetUrl: '/healthz',
    initialDelaySeconds: 0,
    periodSeconds: 0.01,
    timeoutSeconds: 1,
    failureThreshold: 3,
    successThreshold: 1,
  };

  it('must pass before the instance gets a call, after the initializer', async () => {
    const seen: string[] = [];
    let asked = 0;
    const program = answering({ '/healthz': () => (++asked < 3 ? 503 : 204) }, seen);
    const initializer = { handler: 'true', timeout: 3 };
    const { options } = await startOf({ program }, { initializer, container: { healthCheck } });
    const instance = await startInstance(options);
    expect(seen.filter((line) => !line.startsWith('HEAD')).map((line) => line.split(' ')[1])).toEqual([
      '/initialize',
      '/healthz',
      '/healthz',
      '/healthz',
    ]);
    await instance.release();
  });

  it("that does not pass fails the start in the platform's words", async () => {
    const { options } = await startOf({ program: answering({ '/healthz': 500 }) }, { container: { healthCheck } });
    await expect(startInstance(options)).rejects.toMatchObject({
      code: 'FunctionNotStarted',
      message: 'The function http server cannot be started. check function health failed with status code: 500 ',
    });
  });
});

describe('An instance that was started', () => {
  it('knows when its container ends, and hears its last words though it is removed at once', async () => {
    const { options, engine, output } = await startOf({ program: serves });
    const instance = await startInstance(options);
    const [container] = engine.containers.processes.values();
    container!.print('last words');
    container!.exit(3);
    expect(await instance.exited).toEqual({ exitCode: 3, oomKilled: false });
    await instance.release();
    expect(output()).toBe('listening\nlast words');
  });

  it('is no longer watched once it is released', async () => {
    const { options } = await startOf({ program: serves });
    const instance = await startInstance(options);
    await instance.release();
    await expect(instance.exited).rejects.toMatchObject({ name: 'AbortError' });
  });
});
