import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { createLocalEmulator } from '../../../src/headless.ts';
import { describeWithEngine, testDockerfile } from '../../support/realEngine.ts';
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
    const headless = await bundleOf('src/headless.ts', killed!.folder);
    const owners = [await ownerOf(killed!.id, headless), await ownerOf(living!.id, headless)] as const;
    try {
      owners[0].kill('SIGKILL');
      await once(owners[0], 'exit');
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
      owners[1].stdin?.end();
      await once(owners[1], 'exit');
    }
    expect(await living!.containers()).toEqual([]);
  });
});

async function bundleOf(source: string, folder: string): Promise<string> {
  const outfile = join(folder, 'headless.cjs');
  const platform = { bundle: true, platform: 'node', format: 'cjs' } as const;
  await build({ ...platform, entryPoints: [source], outfile, external: ['cpu-features', '*.node'], logLevel: 'error' });
  return outfile;
}

/** A process of its own that runs the function until its input ends; it is started when this resolves. */
async function ownerOf(id: string, headless: string): Promise<ChildProcess> {
  const script = `
    const [id, headless] = process.argv.slice(1);
    const emulator = require(headless).createLocalEmulator();
    emulator.refresh([require('node:path').dirname(id)])
      .then(() => emulator.start(id))
      .then(() => console.log('started'))
      .catch((error) => { console.log(error); process.exit(1); });
    process.stdin.resume().on('end', () => emulator[Symbol.asyncDispose]().then(() => process.exit()));`;
  const owner = spawn(process.execPath, ['-e', script, id, headless], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(createInterface(owner.stdout), 'line')) as [string];
  expect(said).toBe('started');
  return owner;
}

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
