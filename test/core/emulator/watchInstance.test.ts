import { describe, expect, it } from 'vitest';
import { event, idOf, serves, testEmulator } from './testEmulator.ts';

describe('An instance', () => {
  it.each([
    ['crashed', { exitCode: 3 }, 'ended by itself with code 3.'],
    ['oom', { exitCode: 137, oomKilled: true }, 'ended by itself with code 137, out of memory.'],
  ] as const)('that %s by itself leaves nothing, and the log says why', async (reason, { exitCode, ...how }, said) => {
    const { emulator, engine, seen, containers, lines } = await testEmulator();
    const { containerId, instanceId } = await emulator.start(idOf());
    engine.containers.processes.get(containerId)!.exit(exitCode, how);
    await expect.poll(() => seen().instance).toMatchObject({ state: 'stopped', termination: reason });
    await expect.poll(containers).toEqual([]);
    expect(seen().instances).toEqual([]);
    expect(lines.map(({ text }) => text)).toContain(`Instance ${instanceId} ${said}`);
  });

  it('that crashes in a call says so in the lines of the call only', async () => {
    const { emulator, lines, containers } = await testEmulator({
      program: async (container) => container.listen((request) => request.method !== 'HEAD' && container.exit(3)),
    });
    await emulator.invoke(idOf(), event());
    await expect.poll(containers).toEqual([]);
    expect(lines.filter(({ text }) => /code 3/.test(text))).toHaveLength(1);
  });

  it('whose health check fails gets no calls until it passes again, and the log says both', async () => {
    let healthy = true;
    const check = '{httpGetUrl: /healthz, periodSeconds: 1, failureThreshold: 1}';
    const { emulator, seen, lines } = await testEmulator({
      functions: { hello: [] },
      healthCheck: check,
      program: async (container) =>
        container.listen((request, response) => {
          response.writeHead(request.url === '/healthz' && !healthy ? 503 : 200).end('hello');
        }),
    });
    await emulator.start(idOf());
    healthy = false;
    await expect.poll(() => seen().instance?.healthy, { timeout: 3000 }).toBe(false);
    const waiting = emulator.invoke(idOf(), event());
    await new Promise(setImmediate);
    expect(seen().instance?.state).toBe('idle');
    healthy = true;
    expect((await waiting).statusCode).toBe(200);
    const said = lines.filter(({ text }) => text.includes('health check')).map(({ text }) => text);
    expect(said).toEqual([
      expect.stringMatching(/^The health check failed 1 times in a row \(status code 503 of \/healthz\)/) as string,
      expect.stringMatching(/^The health check passes again/) as string,
    ]);
  });

  it('that lost its engine is out of sight, and the engine is looked for again', async () => {
    const { emulator, engine, seen, connects } = await testEmulator({ program: serves });
    await emulator.start(idOf());
    engine.die();
    await expect.poll(() => seen().instance).toMatchObject({ state: 'stopped', termination: 'engineLost' });
    await expect(emulator.start(idOf())).rejects.toMatchObject({ code: 'EngineNotRunning' });
    expect(connects()).toBe(2);
    engine.containers.processes.clear();
  });
});
