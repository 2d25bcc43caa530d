import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createLocalEmulator } from '../../../src/headless.ts';
import { describeWithEngine, testDockerfile } from '../../support/realEngine.ts';
import { otherOwner } from './otherOwner.ts';
import { busyboxImage, nodeImage, nodeServer, realFunction } from './realFunction.ts';

const neverListens = ['sh', '-c', 'trap "exit 0" TERM; echo thinking; sleep 60 & wait'];

describeWithEngine('Giving up leaves nothing:', (real) => {
  it('a start that is cancelled', async () => {
    const fn = await realFunction(real(), { image: busyboxImage, command: neverListens });
    const cancel = new AbortController();
    const starting = fn.emulator.start(fn.id, { signal: cancel.signal });
    await Promise.race([starting, expect.poll(() => fn.log()).toContain('thinking')]);
    cancel.abort();
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(fn.containers, { timeout: 5_000 }).toEqual([]); // whoever cancels need not wait for it
  });

  it('a start that is stopped', async () => {
    const fn = await realFunction(real(), { image: busyboxImage, command: neverListens });
    const starting = expect(fn.emulator.start(fn.id)).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => fn.log()).toContain('thinking');
    await fn.emulator.stop(fn.id);
    await starting;
    expect(await fn.containers()).toEqual([]);
  });

  it('an emulator that is disposed while a function starts and another runs', async () => {
    const fn = await realFunction(real(), { image: busyboxImage, command: neverListens });
    const starting = expect(fn.emulator.start(fn.id)).rejects.toMatchObject({ name: 'AbortError' });
    const running = await realFunction(real(), { image: nodeImage, command: nodeServer() });
    await running.emulator.start(running.id);
    await expect.poll(() => fn.log()).toContain('thinking');
    const begun = performance.now();
    await Promise.all([fn, running].map(async ({ emulator }) => emulator[Symbol.asyncDispose]()));
    expect(performance.now() - begun).toBeLessThan(5_000); // what an editor gives when it closes
    await starting;
    expect([...(await fn.containers()), ...(await running.containers())]).toEqual([]);
  });

  it('a build that is cancelled, with the step that was running', async () => {
    const marker = `sleep 3${process.pid}`;
    const Dockerfile = testDockerfile(`RUN echo now; ${marker}`);
    const fn = await realFunction(real(), { files: { Dockerfile } });
    const cancel = new AbortController();
    const building = fn.emulator.build(fn.id, {
      signal: cancel.signal,
      onEvent: (event) => {
        if (event.kind === 'output' && event.text === 'now') cancel.abort();
      },
    });
    await expect(building).rejects.toMatchObject({ name: 'AbortError' });
    expect(processesWith(marker)).toEqual([]);
    expect(fn.seen().activity).toBeUndefined();
    expect(await real().engine.images.inspect(fn.seen().spec.container.image)).toBeUndefined();
  });
});

describeWithEngine('An owner that is killed', (real) => {
  it('leaves a container, which the next emulator removes; that of a living owner stays', async () => {
    const [killed, living] = await Promise.all(
      ['killed', 'living'].map(async () => realFunction(real(), { image: nodeImage, command: nodeServer() })),
    );
    const owner = await otherOwner(killed!);
    const livingOwner = await otherOwner(living!);
    try {
      await owner.kill();
      expect((await killed!.containers()).map(({ State }) => State)).toEqual(['running']);

      const traces: string[] = [];
      await using next = createLocalEmulator({ trace: (message) => traces.push(message) });
      const { folder } = living!;
      await next.refresh([folder]);
      await next.start(living!.id);
      expect(await killed!.containers()).toEqual([]);
      expect((await living!.containers()).length).toBe(2); // its owner's, and the one just started
      expect(traces).toContain('removed 1 containers of an earlier session');
    } finally {
      await livingOwner.end();
    }
    expect(await living!.containers()).toEqual([]);
  });
});

function processesWith(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid))
    .filter((line) => line.startsWith(text));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ''; // ended meanwhile
  }
}
