import { afterEach, describe, expect, it } from 'vitest';
import { HostPorts } from '../../../src/core/instance/hostPorts.ts';
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
  const options: StartInstanceOptions = {
    spec: testSpec({ ...specChanges, container: { port, ...specChanges.container } }),
    image: facts!,
    engine,
    hostPorts: new HostPorts(),
    clock: systemClock,
    owner: { processId: 7, host: 'desk' },
    accountId: '42',
    timeoutSeconds,
    randomHex: (digits) => Math.random().toString(16).slice(2).padEnd(digits, '0').slice(0, digits),
    onOutput: ({ data }) => chunks.push(data),
    onRecord: (record) => records.push(record),
    onSlow: (found) => slow.push(...found),
    onChange: () => undefined,
    onLeftBehind: () => expect.unreachable(),
    signal: cancel.signal,
  };
  return { engine, options, records, output: () => Buffer.concat(chunks).toString(), cancel, slow };
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
    const { port } = options.spec.container;
    expect(records).toMatchObject([{ state: 'starting', hostPort: port }]);
    expect(instance.record).toMatchObject({
      state: 'idle',
      functionName: 'hello',
      caPort: port,
      hostPort: port,
      instanceId: expect.stringMatching(/^c-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/) as string,
      readyAfterMs: expect.any(Number) as number,
    });
    expect(instance.address).toEqual({ host: '127.0.0.1', port });
    expect([...engine.containers.processes.values()][0]?.plan.environment).toMatchObject({
      FC_INSTANCE_ID: instance.record.instanceId,
      FC_ACCOUNT_ID: '42',
    });
    await instance.release();
    expect((await options.hostPorts.lease('another', port)).port).toBe(port); // the port is free again
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
        "Function instance exited unexpectedly(code 2, message:no such file or directory) with start command 'python3 app.py '.",
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

  it('names the start command of s.yaml where it replaces that of the image', async () => {
    const image = { entrypoint: ['node'], command: ['a.js'], program: (container: FakeProcess) => container.exit(1) };
    const { options } = await startOf(image, { container: { entrypoint: ['deno'], command: ['b.js'] } });
    await expect(startInstance(options)).rejects.toThrow("start command 'deno b.js '");
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
    const { port } = options.spec.container;
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
    expect(slow).toEqual([expect.stringContaining('The server listens on 0.0.0.0:8080, but CAPort is')]);
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
        found: ['Correct CMD.'],
      },
    });
  });

  it('takes another port when somebody was quicker, also where CAPort looks free from here', async () => {
    const { options, engine } = await startOf({ program: serves });
    const refused: number[] = [];
    const start = engine.containers.start.bind(engine.containers);
    engine.containers.start = async (id) => {
      const host = engine.containers.processes.get(id)!.plan.port.host;
      if (refused.length === 2) return start(id);
      refused.push(host);
      throw new FcError('PortInUse', `Port ${host} is used by another program.`);
    };
    const instance = await startInstance(options);
    expect(refused[0]).toBe(options.spec.container.port);
    expect(new Set([...refused, instance.record.hostPort]).size).toBe(3);
    await instance.release();
  });

  it('gives up after three ports', async () => {
    const { options, engine, records } = await startOf({});
    engine.containers.start = () => Promise.reject(new FcError('PortInUse', 'Port 1 is used by another program.'));
    await expect(startInstance(options)).rejects.toMatchObject({ code: 'PortInUse' });
    expect(records.map(({ state }) => state)).toEqual([
      'starting',
      'failed',
      'starting',
      'failed',
      'starting',
      'failed',
    ]);
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
      const { port } = options.spec.container;
      expect((await options.hostPorts.lease('another', port)).port).toBe(port);
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
