import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { server } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { answered, died } from './outcomes.ts';

/** Seconds to sleep that no other test sleeps: the processes of this one are found by them. */
let markers = 0;
const newMarker = (): string => `${1_000_000 + process.pid * 10 + ++markers}`;

/** How many processes of the engine's machine sleep that long. */
function sleeping(marker: string): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandLine(name) === `sleep\0${marker}\0`).length;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // ended meanwhile
  }
}

/** Of memory, so that it is soon used up. */
const little = { cpu: 0.1, memorySize: 128 };

export function processes(add: AddHostile): void {
  const [outliving, orphaned] = [newMarker(), newMarker()];

  add(
    'children that outlive their request',
    { runs: server('processes', 'forks children that outlive the request', outliving) },
    async (fn) => {
      answered('forked').check(await fn.call(), 'http');
      await eventually(() => expect(sleeping(outliving)).toBe(10));
      await fn.isGood();
      await fn.emulator.stop(fn.id);
      expect(sleeping(outliving)).toBe(0);
    },
  );

  add(
    'children that outlive their parent',
    { runs: server('processes', 'crashes and leaves children', orphaned) },
    async (fn) => {
      const heard = await fn.call();
      died.check(heard, 'http');
      expect((await fn.report(heard)).error?.hint).toContain('exit code 9');
      await eventually(() => expect(sleeping(orphaned)).toBe(0));
      await fn.isGood();
    },
  );

  add('zombies', { runs: server('processes', 'makes zombies') }, async (fn) => {
    answered('made').check(await fn.call(), 'http');
    await fn.isGood();
  });

  add(
    'more memory than there is',
    { runs: server('processes', 'eats memory'), props: little },
    async (fn) => {
      for (const mode of ['http', 'event'] as const) {
        const heard = mode === 'http' ? await fn.call() : await fn.invoke();
        died.check(heard, mode);
        const report = await fn.report(heard);
        expect(report.error).toMatchObject({ metric: 'FunctionOOMError' });
        expect(report.maxMemoryMb).toBeGreaterThan(100);
        expect(await fn.linesOf(report)).toContainEqual(
          expect.stringMatching(/^It was killed for want of memory: the limit is 128 MB, at most 12\d MB were used\./),
        );
        await eventually(() => expect(fn.seen.instance).toMatchObject({ state: 'stopped', termination: 'oom' }));
      }
      await fn.isGood();
    },
    'alone', // an engine with much else to do tells of it late
  );

  add(
    'a child that needs more memory than there is',
    { runs: server('processes', 'has a child that eats memory'), props: little },
    async (fn) => {
      const heard = await fn.call();
      answered('the child ended by SIGKILL').check(heard, 'http');
      await fn.prints(/^Out of memory: the limit of 128 MB was reached and a process of c-\S+ was killed\./);
      expect(await fn.isGood()).toBe((await fn.report(heard)).instanceId);
    },
  );

  add('more disk than there is', { runs: server('processes', 'fills the disk') }, async (fn) => {
    const heard = await fn.call();
    answered('filled').check(heard, 'http');
    await fn.prints(/^The temporary disk is full: 6\d\d MB were written, diskSize allows 512 MB\./);
    expect(await fn.isGood()).toBe((await fn.report(heard)).instanceId);
  });

  add('a server that ignores SIGTERM', { runs: server('processes', 'ignores SIGTERM') }, async (fn) => {
    await fn.isGood();
    await fn.emulator.stop(fn.id);
    expect(fn.texts).toContain('no');
    expect(await fn.containers()).toEqual([]);
  });
}
