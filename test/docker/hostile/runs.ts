import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import type { HostileFunction } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { rawConnection } from './httpCall.ts';
import { died, timedOut } from './outcomes.ts';

/** Of memory, so that it is soon used up. */
const little = { cpu: 0.1, memorySize: 128 };

/** An image that serves nothing: it runs once for each event. */
const runsOnce = (script: string, timeout: number): HostileFunction => ({
  runs: ['sh', '-c', script],
  props: { timeout, ...little, customContainerConfig: { webServerMode: false } },
});

export function runs(add: AddHostile): void {
  add('one that fails', runsOnce('echo no such order >&2; exit 4', 10), async (fn) => {
    const heard = await fn.invoke();
    died.check(heard, 'event');
    const lines = await fn.linesOf(await fn.report(heard));
    expect(lines).toContain('no such order');
    expect(lines).toContain('The container ended with exit code 4; its last lines are in the log.');
    expect(await fn.containers()).toEqual([]);
  });

  add('one that never ends', runsOnce('trap "" TERM; while :; do sleep 60; done', 1), async (fn) => {
    const heard = await fn.invoke();
    timedOut.check(heard, 'event');
    await fn.linesOf(await fn.report(heard));
    expect(await fn.containers()).toEqual([]);
  });

  add('one that needs more memory than there is', runsOnce('tail /dev/zero', 10), async (fn) => {
    const heard = await fn.invoke();
    died.check(heard, 'event');
    expect((await fn.report(heard)).error).toMatchObject({ metric: 'FunctionOOMError' });
    expect(await fn.containers()).toEqual([]);
  });

  add('one whose client disappears', runsOnce('echo begun; exec sleep 60', 60), async (fn) => {
    await using gone = await rawConnection(fn.apiUrl);
    const path = `/2023-03-30/functions/${fn.functionName}/invocations`;
    gone.socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`);
    await fn.prints('begun');
    gone.socket.destroy();
    await fn.prints(/^FC Invoke End .*, Error: Invocation canceled by client/);
    await eventually(async () => expect(await fn.containers()).toEqual([]));
  });

  add('one that is stopped', runsOnce('echo begun; exec sleep 60', 5), async (fn) => {
    const heard = fn.invoke().catch(() => undefined); // what its client gets is another matter
    await fn.prints('begun');
    try {
      await fn.emulator.stop(fn.id);
      expect(await fn.containers()).toEqual([]);
    } finally {
      await heard;
    }
  });

  add(
    'four at once that keep nobody else from starting',
    runsOnce('echo begun; exec sleep 60', 5),
    async (fn) => {
      const calls = Promise.all([1, 2, 3, 4].map(async () => fn.invoke()));
      for (let begun = 0; begun < 4; begun++) await fn.prints('begun');
      const other = fn.emulator.snapshot().functions.find(({ spec }) => spec.container.webServerMode !== false)!;
      try {
        await fn.emulator.start(other.spec.id);
        expect(fn.texts.filter((text) => text.startsWith('FC Invoke End'))).toEqual([]);
      } finally {
        await fn.emulator.stop(other.spec.id);
        await calls;
      }
    },
    'alone',
  );
}
