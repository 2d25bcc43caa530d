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
  /** Prints `out` to stdout and the value of `GREETING` to stderr, then ends with exit code 3. */
  readonly speaks: ContractImage;
  /** Prints `ready`, and soon listens on CAPort on all addresses; runs until it is killed. */
  readonly serves: ContractImage;
  /** Prints `ready`; ends with exit code 7 on SIGTERM. */
  readonly endsWhenAsked: ContractImage;
  /** Its start command is not in the image. */
  readonly commandMissing: ContractImage;
  /** An arm64 image. */
  readonly foreign: string;
  /** An image nobody has. */
  readonly absent: string;
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
  readonly builds: ContractBuilds;
}

/** Every promise of the engine port that both the real engine and the fake one of the core's tests must keep. */
export function engineContract(name: string, { engine: makeEngine, images, builds }: Contract): void {
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

      it('answers nothing about a container it does not have', async () => {
        const id = '0'.repeat(64);
        expect(await engine.containers.inspect(id)).toBeUndefined();
        expect(await engine.containers.peakMemory(id)).toBeUndefined();
        expect(await engine.containers.listeningSockets(id)).toBeUndefined();
      });
    });
  });
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
