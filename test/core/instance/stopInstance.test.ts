import { describe, expect, it } from 'vitest';
import { createInstanceClient } from '../../../src/core/instance/httpInstanceClient.ts';
import { RunningInstance } from '../../../src/core/instance/runningInstance.ts';
import { stopInstance } from '../../../src/core/instance/stopInstance.ts';
import type { TerminationReason } from '../../../src/core/instance/instance.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

interface Stop {
  readonly engine: FakeEngine;
  readonly instance: RunningInstance;
  readonly told: string[];
  readonly stop: (reason: TerminationReason) => Promise<void>;
}

/** An instance whose container tells what happens to it. */
async function running(changes: SpecChanges = {}, preStop: () => number | undefined = () => 200): Promise<Stop> {
  const told: string[] = [];
  const engine = new FakeEngine();
  engine.addImage('hello:1', {
    program: async (container) => {
      container.onTerminate = () => {
        told.push('SIGTERM');
        container.exit(0);
      };
      await container.listen((request, response) => {
        told.push(`${request.method} ${request.url}`);
        const status = preStop();
        if (status !== undefined) response.writeHead(status).end();
      });
    },
  });
  const { containers } = engine;
  const plan = { name: 'a', image: 'hello:1', environment: {}, labels: {}, memoryBytes: 1e9, cpus: 1, diskBytes: 1e9 };
  const containerId = await containers.create({ ...plan, port: 9000, mounts: [] });
  await containers.start(containerId);
  const { hostPort = 0 } = (await containers.inspect(containerId)) ?? {};
  const instance: RunningInstance = new RunningInstance({
    record: {
      instanceId: 'c-1',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      containerId,
      imageId: 'sha256:1',
      caPort: 9000,
      hostPort,
      state: 'idle',
      healthy: true,
      startedAt: new Date(0),
    },
    identity: { spec: testSpec(changes), accountId: '42', credentials: undefined },
    client: createInstanceClient({ host: '127.0.0.1', port: hostPort }),
    containers,
    exited: containers.waitForExit(containerId),
    onChange: () => told.push(instance.record.state),
    release: async () => {
      told.push('removed');
      await containers.remove(containerId);
    },
  });
  instance.exited.catch(() => undefined);
  const watcher = {
    newHookId: () => 'a-uuid',
    started: (hook: string) => told.push(`${hook} starts`),
    ended: (hook: string, _id: string, failure?: string) => told.push(`${hook} ${failure ?? 'succeeded'}`),
  };
  const stop = (reason: TerminationReason): Promise<void> =>
    stopInstance(instance, { reason, clock: systemClock, watcher });
  return { engine, instance, told, stop };
}

describe('Stopping an instance', () => {
  it('takes no more requests, asks the server to end, and leaves nothing', async () => {
    const { engine, instance, told, stop } = await running();
    const stopping = stop('user');
    expect(instance.takesRequests).toBe(false); // from the first moment on
    await stopping;
    expect(told).toEqual(['draining', 'SIGTERM', 'removed', 'stopped']);
    expect(instance.record).toMatchObject({ state: 'stopped', termination: 'user' });
    expect(engine.containers.processes.size).toBe(0);
  });

  it('twice waits for the same end, and the first reason stays', async () => {
    const { instance, told, stop } = await running();
    await Promise.all([stop('timeout'), stop('deactivated')]);
    await stop('user');
    expect(told).toEqual(['draining', 'SIGTERM', 'removed', 'stopped']);
    expect(instance.record.termination).toBe('timeout');
  });

  it('leaves no instance that is neither alive nor ended when the engine is gone', async () => {
    const { engine, instance, stop } = await running();
    engine.die();
    await expect(stop('user')).rejects.toMatchObject({ code: 'EngineNotRunning' });
    expect(instance.record.state).toBe('stopped');
  });

  it('calls its pre-stop hook first, when it has one', async () => {
    const { told, stop } = await running({ preStop: { handler: 'true', timeout: 3 } });
    await stop('idle');
    expect(told).toEqual([
      'draining',
      'PreStop starts',
      'GET /pre-stop',
      'PreStop succeeded',
      'SIGTERM',
      'removed',
      'stopped',
    ]);
  });

  it.each([
    ['fails', () => 500, 'PreStop status code 500'],
    ['takes too long', () => undefined, 'PreStop timed out after 0.05 seconds'],
  ])('goes on when the pre-stop hook %s', async (_how, preStop, text) => {
    const { told, stop } = await running({ preStop: { handler: 'true', timeout: 0.05 } }, preStop);
    await stop('user');
    expect(told).toContain(text);
    expect(told.at(-1)).toBe('stopped');
  });

  it('has no long hook while the editor closes', async () => {
    const { told, stop } = await running({ preStop: { handler: 'true', timeout: 60 } }, () => undefined);
    await stop('deactivated');
    expect(told).toContain('PreStop timed out after 1 seconds');
  });

  it('thaws it first', async () => {
    const { engine, instance, stop } = await running();
    await instance.freeze();
    const [container] = engine.containers.processes.values();
    expect(container?.frozen).toBe(true);
    await stop('idle');
    expect(container?.frozen).toBe(false);
  });

  it('of an older image lets it finish what it is at', async () => {
    const { instance, told, stop } = await running();
    instance.enter();
    const stopping = stop('rebuilt');
    await new Promise(setImmediate);
    expect(told).toEqual(['busy', 'draining']);
    instance.leave(0);
    await stopping;
    expect(told.slice(2)).toEqual(['SIGTERM', 'removed', 'stopped']);
  });
});
