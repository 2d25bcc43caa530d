import { pack } from 'tar-stream';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  fcPlatform,
  type BuildEvent,
  type BuildRequest,
  type ContainerEngine,
} from '../../../src/core/ports/containerEngine.ts';
import { startContainer, testPlan } from './testContainer.ts';

export interface ContractImage {
  readonly image: string;
  readonly command?: readonly string[];
}

/** Images that behave alike on every engine the contract is held against. */
export interface ContractImages {
  /** Prints `out` to stdout and the value of `GREETING` to stderr, then ends with exit code 3. Has `/etc/passwd`. */
  readonly speaks: ContractImage;
  /** Prints `ready`, and soon serves `served` on CAPort on all addresses; runs until it is killed. */
  readonly serves: ContractImage;
  /** Prints `ready`; ends with exit code 7 on SIGTERM. */
  readonly endsWhenAsked: ContractImage;
  /** A child of its outgrows `smallMemory` and is killed for it; then it prints `goes on` and runs until it is killed. */
  readonly losesChild: ContractImage;
  /** It outgrows `smallMemory` itself. */
  readonly eatsMemory: ContractImage;
  /** Its start command is not in the image. */
  readonly commandMissing: ContractImage;
  /** An arm64 image. */
  readonly foreign: string;
  /** An image nobody has. */
  readonly absent: string;
  /** An image whose registry does not answer. */
  readonly unreachable: string;
}

/** Bytes that two of the images cannot live with. */
const smallMemory = 16 * 1024 ** 2;

/** Commands that do alike in `serves`. */
export interface ContractCommands {
  /** Prints `out` and `err` to the two streams and ends with exit code 5. */
  readonly speaks: readonly string[];
  /** Prints `hello` and then 10,000 times `x`. */
  readonly floods: readonly string[];
  /** Does not end. */
  readonly hangs: readonly string[];
}

/** Dockerfiles that do alike on every builder the contract is held against. */
export interface ContractBuilds {
  /** Three steps, the last prints `hello from the build`. */
  readonly succeeds: string;
  /** Its last step prints `this is why` and fails with exit code 4. */
  readonly fails: string;
  /** Its last step prints `building` and does not end. */
  readonly hangs: string;
}

interface Contract {
  readonly engine: () => ContainerEngine | Promise<ContainerEngine>;
  readonly images: ContractImages;
  readonly commands: ContractCommands;
  readonly builds: ContractBuilds;
}

/** Every promise of the engine port that both the real engine and the fake one of the core's tests must keep. */
export function engineContract(name: string, { engine: makeEngine, images, commands, builds }: Contract): void {
  describe(`${name} keeps the engine contract:`, () => {
    let engine: ContainerEngine;
    beforeAll(async () => {
      engine = await makeEngine();
    });

    describe('images', () => {
      it('tells what an image says about itself', async () => {
        const facts = await engine.images.inspect(images.speaks.image);
        expect(facts).toMatchObject({ os: 'linux', architecture: 'amd64' });
        expect(facts?.id).toMatch(/^sha256:/);
        expect(facts?.sizeBytes).toBeGreaterThan(0);
      });

      it('knows an arm64 image for what it is', async () => {
        expect(await engine.images.inspect(images.foreign)).toMatchObject({ architecture: 'arm64' });
      });

      it('answers nothing for an image it does not have', async () => {
        expect(await engine.images.inspect(images.absent)).toBeUndefined();
      });

      it('cannot pull what no registry gives, and does not try when it was cancelled', async () => {
        const pulling = engine.images.pull(images.unreachable, ignore);
        await expect(pulling).rejects.toMatchObject({ code: 'ImageMissing' });
        const cancelled = engine.images.pull(images.unreachable, ignore, AbortSignal.abort());
        await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
      });

      it('builds an image, tells the steps, and has it afterwards', async () => {
        const events: BuildEvent[] = [];
        const id = await engine.images.build(buildOf('contract-succeeds', builds.succeeds), (event) => {
          events.push(event);
        });
        expect((await engine.images.inspect('fc-containers-test/contract-succeeds:1'))?.id).toBe(id);
        expect(events).toContainEqual(expect.objectContaining({ kind: 'step', step: 1, total: 3 }));
        expect(events).toContainEqual({ kind: 'output', text: 'hello from the build', stream: 'stdout' });
      });

      it('blames the step that failed and shows what it printed', async () => {
        const building = engine.images.build(buildOf('contract-fails', builds.fails), ignore);
        await expect(building).rejects.toMatchObject({ code: 'BuildFailed', detail: 'this is why' });
        expect(await engine.images.inspect('fc-containers-test/contract-fails:1')).toBeUndefined();
      });

      it('stops a build that is cancelled', async () => {
        const cancel = new AbortController();
        const onEvent = (event: BuildEvent): void => {
          if (event.kind === 'output' && event.text === 'building') cancel.abort();
        };
        const building = engine.images.build(buildOf('contract-hangs', builds.hangs), onEvent, cancel.signal);
        await expect(building).rejects.toMatchObject({ name: 'AbortError' });
      });

      it('passes on an error of the context as it is', async () => {
        const unreadable = { ...buildOf('contract-unreadable', builds.succeeds), context: brokenContext() };
        await expect(engine.images.build(unreadable, ignore)).rejects.toMatchObject({ code: 'EIO' });
      });
    });

    describe('containers', () => {
      it('hands over everything a container prints, and how it ended', async () => {
        await using container = await startContainer(engine, {
          ...images.speaks,
          environment: { GREETING: 'hi = 你好' },
        });
        expect(await engine.containers.waitForExit(container.id)).toEqual({ exitCode: 3, oomKilled: false });
        await container.ended;
        expect(container.printed('stdout')).toBe('out\n');
        expect(container.printed('stderr')).toBe('hi = 你好\n');
        expect(await engine.containers.inspect(container.id)).toMatchObject({ running: false, exitCode: 3 });
      });

      it('refuses an image it does not have, and one of another platform', async () => {
        const absent = engine.containers.create(testPlan({ image: images.absent }));
        await expect(absent).rejects.toMatchObject({ code: 'ImageMissing' });
        const foreign = engine.containers.create(testPlan({ image: images.foreign }));
        await expect(foreign).rejects.toMatchObject({ code: 'ImageNotAmd64' });
      });

      it('refuses a name that is taken', async () => {
        await using container = await startContainer(engine, images.serves);
        const namesake = engine.containers.create(container.plan);
        await expect(namesake).rejects.toMatchObject({ code: 'EngineFailed' });
      });

      it('creates nothing when it was cancelled', async () => {
        const labels = { 'fc-containers.test.case': 'cancelled' };
        const plan = testPlan({ ...images.serves, labels });
        const cancel = new AbortController();
        const before = engine.containers.create(plan, AbortSignal.abort());
        await expect(before).rejects.toMatchObject({ name: 'AbortError' });
        const during = engine.containers.create(plan, cancel.signal);
        cancel.abort();
        await expect(during).rejects.toMatchObject({ name: 'AbortError' });
        expect(await engine.containers.list(labels)).toEqual([]);
      });

      it('says so when the start command cannot be run', async () => {
        const starting = startContainer(engine, images.commandMissing);
        await expect(starting).rejects.toMatchObject({ code: 'CAExited' });
      });

      it('takes a second start for granted', async () => {
        await using container = await startContainer(engine, images.serves);
        await engine.containers.start(container.id);
        expect(await engine.containers.inspect(container.id)).toMatchObject({ running: true });
      });

      it('asks to end before it kills', async () => {
        await using container = await startContainer(engine, images.endsWhenAsked);
        await container.prints('ready');
        await engine.containers.stop(container.id, 10);
        expect(await engine.containers.waitForExit(container.id)).toEqual({ exitCode: 7, oomKilled: false });
      });

      it('does not mind stopping what does not run', async () => {
        const id = await engine.containers.create(testPlan(images.serves));
        await engine.containers.stop(id, 1);
        await engine.containers.remove(id);
        await engine.containers.stop(id, 1);
      });

      it('removes a running container, however often it is asked', async () => {
        await using container = await startContainer(engine, images.serves);
        const exit = engine.containers.waitForExit(container.id);
        await Promise.all([engine.containers.remove(container.id), engine.containers.remove(container.id)]);
        expect(await engine.containers.inspect(container.id)).toBeUndefined();
        await engine.containers.remove(container.id);
        expect(await exit).toMatchObject({ exitCode: 137 });
        await container.ended;
      });

      it('stops waiting when it is told to', async () => {
        await using container = await startContainer(engine, images.serves);
        const cancel = new AbortController();
        const waiting = engine.containers.waitForExit(container.id, cancel.signal);
        cancel.abort();
        await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      });

      it('does not wait for what never ran, and not for what is gone', async () => {
        const id = await engine.containers.create(testPlan(images.serves));
        expect(await engine.containers.waitForExit(id)).toEqual({ exitCode: 0, oomKilled: false });
        await engine.containers.remove(id);
        await expect(engine.containers.waitForExit(id)).rejects.toMatchObject({ code: 'InstanceNotRunning' });
      });

      it('ends an output that is closed, and one whose signal is aborted', async () => {
        await using container = await startContainer(engine, images.serves);
        const closed = await engine.containers.attach(container.id, ignore);
        closed.close();
        await closed.ended;
        const cancel = new AbortController();
        const cancelled = await engine.containers.attach(container.id, ignore, cancel.signal);
        cancel.abort();
        await cancelled.ended;
      });

      it('lists the containers that carry all of the labels', async () => {
        const run = { 'fc-containers.test.run': String(process.hrtime.bigint()) };
        await using container = await startContainer(engine, { ...images.serves, labels: { ...run, color: 'red' } });
        const blue = await engine.containers.create(testPlan({ ...images.serves, labels: { ...run, color: 'blue' } }));
        const all = await engine.containers.list(run);
        expect(all.map(({ id }) => id).sort()).toEqual([container.id, blue].sort());
        const red = await engine.containers.list({ ...run, color: 'red' });
        expect(red).toMatchObject([{ id: container.id, running: true, labels: { color: 'red' } }]);
        await engine.containers.remove(blue);
      });

      it('knows the peak memory of what runs, and of nothing else', async () => {
        await using container = await startContainer(engine, images.serves);
        await container.prints('ready');
        const peak = await engine.containers.peakMemory(container.id);
        expect(peak?.bytes).toBeGreaterThan(10_000);
        expect(peak?.bytes).toBeLessThan(container.plan.memoryBytes);
        await engine.containers.stop(container.id, 0);
        expect(await engine.containers.peakMemory(container.id)).toBeUndefined();
        expect(await engine.containers.resetPeakMemory(container.id)).toBe(false);
      });

      it('publishes the port on a free one of this machine while it runs', async () => {
        const id = await engine.containers.create(testPlan(images.serves));
        expect(await engine.containers.inspect(id)).not.toHaveProperty('hostPort');
        await engine.containers.start(id);
        await using first = { id, [Symbol.asyncDispose]: async () => engine.containers.remove(id) };
        await using second = await startContainer(engine, images.serves);
        const ports = [await hostPort(engine, first.id), await hostPort(engine, second.id)];
        expect(new Set(ports).size).toBe(2);
        for (const port of ports) expect(await (await answerOf(port)).text()).toBe('served');
        await engine.containers.stop(id, 0);
        expect(await engine.containers.inspect(id)).not.toHaveProperty('hostPort');
      });

      it('publishes nothing for a plan without a port', async () => {
        const { port: _, ...plan } = testPlan(images.serves);
        const id = await engine.containers.create(plan);
        await engine.containers.start(id);
        const facts = await engine.containers.inspect(id);
        await engine.containers.remove(id);
        expect(facts).toMatchObject({ running: true });
        expect(facts).not.toHaveProperty('hostPort');
      });

      it('holds a frozen container still, and lets it answer when it is thawed', async () => {
        await using container = await startContainer(engine, images.serves);
        const port = await hostPort(engine, container.id);
        await answerOf(port);
        await engine.containers.freeze(container.id);
        await engine.containers.freeze(container.id);
        let answered = false;
        const asking = answerOf(port).then((response) => {
          answered = true;
          return response.text();
        });
        const before = await engine.containers.cpuSeconds(container.id);
        await engine.containers.listeningSockets(container.id); // takes its time, and tells of frozen ones too
        expect(answered).toBe(false);
        expect(await engine.containers.cpuSeconds(container.id)).toBe(before);
        expect(await engine.containers.inspect(container.id)).toMatchObject({ running: true });
        expect(await engine.containers.list(container.plan.labels)).toContainEqual(
          expect.objectContaining({ id: container.id, running: true }),
        );
        await engine.containers.thaw(container.id);
        expect(await asking).toBe('served');
        await engine.containers.thaw(container.id);
      });

      it('thaws what is being frozen at that moment', async () => {
        await using container = await startContainer(engine, images.serves);
        const port = await hostPort(engine, container.id);
        await answerOf(port);
        await Promise.all([engine.containers.freeze(container.id), engine.containers.thaw(container.id)]);
        expect(await (await answerOf(port)).text()).toBe('served');
      });

      it('asks a frozen container to end, and lets it', async () => {
        await using container = await startContainer(engine, images.endsWhenAsked);
        await container.prints('ready');
        await engine.containers.freeze(container.id);
        await engine.containers.stop(container.id, 10);
        expect(await engine.containers.waitForExit(container.id)).toEqual({ exitCode: 7, oomKilled: false });
      });

      it('removes a frozen container', async () => {
        await using container = await startContainer(engine, images.serves);
        await engine.containers.freeze(container.id);
        const exit = engine.containers.waitForExit(container.id);
        await engine.containers.remove(container.id);
        expect(await exit).toMatchObject({ exitCode: 137 });
        expect(await engine.containers.inspect(container.id)).toBeUndefined();
      });

      it('does not mind freezing and thawing what does not run', async () => {
        const id = await engine.containers.create(testPlan(images.serves));
        for (const present of [true, false]) {
          await engine.containers.freeze(id);
          await engine.containers.thaw(id);
          if (present) await engine.containers.remove(id);
        }
      });

      it('runs a command inside and tells what it came to', async () => {
        await using container = await startContainer(engine, images.serves);
        const { exitCode, output } = await engine.containers.run(container.id, commands.speaks);
        expect(exitCode).toBe(5);
        expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
      });

      it('keeps the last 4 KB of what a command prints', async () => {
        await using container = await startContainer(engine, images.serves);
        const result = await engine.containers.run(container.id, commands.floods);
        expect(result).toEqual({ exitCode: 0, output: 'x'.repeat(4096) });
      });

      it('does not wait for a command any more when it is told to', async () => {
        await using container = await startContainer(engine, images.serves);
        const cancel = new AbortController();
        const running = engine.containers.run(container.id, commands.hangs, cancel.signal);
        cancel.abort();
        await expect(running).rejects.toMatchObject({ name: 'AbortError' });
        const late = engine.containers.run(container.id, commands.speaks, AbortSignal.abort());
        await expect(late).rejects.toMatchObject({ name: 'AbortError' });
      });

      it('runs no command in what is frozen or does not run', async () => {
        await using container = await startContainer(engine, images.serves);
        const run = async (): Promise<unknown> => engine.containers.run(container.id, commands.speaks);
        await engine.containers.freeze(container.id);
        await expect(run()).rejects.toMatchObject({ code: 'EngineFailed' });
        await engine.containers.stop(container.id, 0);
        await expect(run()).rejects.toMatchObject({ code: 'InstanceNotRunning' });
        await engine.containers.remove(container.id);
        await expect(run()).rejects.toMatchObject({ code: 'InstanceNotRunning' });
      });

      it('tells when a child was killed for want of memory, and goes on', async () => {
        const killed: string[] = [];
        const forget = engine.containers.onOutOfMemory((id) => killed.push(id));
        await using container = await startContainer(engine, { ...images.losesChild, memoryBytes: smallMemory });
        await container.prints('goes on');
        await expect.poll(() => killed).toContain(container.id);
        expect(await engine.containers.inspect(container.id)).toMatchObject({ running: true });
        forget();
        const heard = killed.length;
        await using next = await startContainer(engine, { ...images.losesChild, memoryBytes: smallMemory });
        await next.prints('goes on');
        expect(killed).toHaveLength(heard);
      });

      it('tells when a container was killed for want of memory', async () => {
        const killed: string[] = [];
        const forget = engine.containers.onOutOfMemory((id) => killed.push(id));
        await using container = await startContainer(engine, { ...images.eatsMemory, memoryBytes: smallMemory });
        expect(await engine.containers.waitForExit(container.id)).toEqual({ exitCode: 137, oomKilled: true });
        await expect.poll(() => killed).toContain(container.id);
        forget();
      });

      it('knows the processor time and the disk of what runs', async () => {
        await using container = await startContainer(engine, images.serves);
        await container.prints('ready');
        expect(await engine.containers.cpuSeconds(container.id)).toBeGreaterThan(0);
        expect(await engine.containers.writableBytes(container.id)).toBe(0);
        await engine.containers.stop(container.id, 0);
        expect(await engine.containers.cpuSeconds(container.id)).toBeUndefined();
      });

      it('sees which port the server listens on', async () => {
        await using container = await startContainer(engine, images.serves);
        await container.prints('ready');
        const sockets = await vi.waitUntil(async () => {
          const found = await engine.containers.listeningSockets(container.id);
          return found?.length ? found : undefined;
        });
        expect(sockets).toEqual([{ address: expect.stringMatching(/^(0\.0\.0\.0|::)$/) as string, port: 9000 }]);
        await engine.containers.stop(container.id, 0);
        expect(await engine.containers.listeningSockets(container.id)).toBeUndefined();
      });

      it('shows how a file begins, in a container that has ended too', async () => {
        await using container = await startContainer(engine, images.speaks);
        await engine.containers.waitForExit(container.id);
        const head = await engine.containers.fileHead(container.id, '/etc/passwd');
        expect(new TextDecoder().decode(head)).toMatch(/^root:/);
        expect(await engine.containers.fileHead(container.id, '/no/such/file')).toBeUndefined();
      });

      it('answers nothing about a container it does not have', async () => {
        const id = '0'.repeat(64);
        expect(await engine.containers.inspect(id)).toBeUndefined();
        expect(await engine.containers.peakMemory(id)).toBeUndefined();
        expect(await engine.containers.listeningSockets(id)).toBeUndefined();
        expect(await engine.containers.fileHead(id, '/etc/passwd')).toBeUndefined();
        expect(await engine.containers.cpuSeconds(id)).toBeUndefined();
        expect(await engine.containers.writableBytes(id)).toBeUndefined();
      });
    });
  });
}

async function hostPort({ containers }: ContainerEngine, id: string): Promise<number> {
  return (await containers.inspect(id))?.hostPort ?? 0;
}

/** The first answer there, once somebody listens. */
async function answerOf(port: number): Promise<Response> {
  return vi.waitUntil(async () => fetch(`http://127.0.0.1:${port}/`).catch(() => undefined), { timeout: 10_000 });
}

/** A build of a context that holds nothing but this Dockerfile. */
export function buildOf(name: string, dockerfile: string, files: Readonly<Record<string, string>> = {}): BuildRequest {
  const context = pack();
  for (const [path, text] of Object.entries({ Dockerfile: dockerfile, ...files })) context.entry({ name: path }, text);
  context.finalize();
  const bytes: AsyncIterable<Uint8Array> = context as AsyncIterable<Buffer>;
  const ref = `fc-containers-test/${name}:1`;
  return { ref, platform: fcPlatform, context: bytes, dockerfile: 'Dockerfile', buildArgs: {} };
}

async function* brokenContext(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(512);
  throw await Promise.resolve(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
}

function ignore(): void {
  // not what this test is about
}
