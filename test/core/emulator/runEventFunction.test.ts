import { describe, expect, it } from 'vitest';
import type { FakeProcess } from '../../support/fakeProcess.ts';
import { event, idOf, testEmulator } from './testEmulator.ts';

const settings = { nonWebFunctions: ['hello'] };

/** Prints its event, and ends with this. */
const ending =
  (exitCode: number) =>
  (container: FakeProcess): void => {
    void new Promise(setImmediate).then(() => {
      container.print(`event ${container.plan.environment['FC_CUSTOM_CONTAINER_EVENT']}\n`);
      container.exit(exitCode);
    });
  };

describe('A function whose image serves nothing', () => {
  it('runs once for each event, which is in its environment, and succeeds with exit code 0', async () => {
    const { emulator, lines, containers, seen } = await testEmulator({ settings, program: ending(0) });
    const first = await emulator.invoke(idOf(), event('one'));
    const second = await emulator.invoke(idOf(), event('two'));
    expect(first).toMatchObject({ statusCode: 200, coldStart: { portMs: 0 } });
    expect(first).not.toHaveProperty('error');
    expect(second.instanceId).not.toBe(first.instanceId);
    const texts = lines.filter(({ requestId }) => requestId === first.requestId).map(({ text }) => text);
    expect(texts.slice(0, 3)).toEqual([
      `FC Invoke Start RequestId: ${first.requestId}`,
      'event one',
      `FC Invoke End RequestId: ${first.requestId}`,
    ]);
    expect(containers()).toEqual([]);
    expect(seen().instances).toEqual([]);
  });

  it('fails with any other exit code', async () => {
    const { emulator } = await testEmulator({ settings, program: ending(3) });
    expect(await emulator.invoke(idOf(), event())).toMatchObject({
      statusCode: 200,
      error: { type: 'UnhandledInvocationError', hint: expect.stringContaining('exit code 3') as string },
    });
  });

  it('fails when the time is over', async () => {
    const functions = { hello: ['timeout: 1'] };
    const { emulator, containers } = await testEmulator({ functions, settings, program: () => undefined });
    const result = await emulator.invoke(idOf(), event());
    expect(result.error?.message).toMatch(/^Function timed out after 1 seconds/);
    expect(containers()).toEqual([]);
  });

  it('has nothing to start, and no URL', async () => {
    const { emulator, seen } = await testEmulator({ settings, program: ending(0) });
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'InvalidArgument' });
    await emulator.invoke(idOf(), event());
    expect(seen()).not.toHaveProperty('url');
  });

  it('ends when the function is stopped', async () => {
    const { emulator, containers } = await testEmulator({ settings, program: () => undefined });
    const running = emulator.invoke(idOf(), event());
    await expect.poll(containers).toEqual(['fc-hello']);
    await emulator.stop(idOf());
    expect(containers()).toEqual([]);
    expect((await running).error?.type).toBe('ClientClosedRequest');
  });

  it('takes no HTTP requests, and no event an environment cannot carry', async () => {
    const { emulator, connects } = await testEmulator({ settings, program: ending(0) });
    const http = { mode: 'http', method: 'GET', path: '/', headers: [], body: new Uint8Array() } as const;
    await expect(emulator.invoke(idOf(), http)).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(connects()).toBe(0);
    const zero = { mode: 'event', body: Buffer.from([0]) } as const;
    await expect(emulator.invoke(idOf(), zero)).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});
