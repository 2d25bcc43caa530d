import { describe, expect, it } from 'vitest';
import { RunningInstance } from '../../../src/core/instance/runningInstance.ts';
import { stopInstance } from '../../../src/core/instance/stopInstance.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { testSpec } from '../../support/testSpec.ts';

interface Stop {
  readonly engine: FakeEngine;
  readonly instance: RunningInstance;
  readonly told: readonly string[];
}

/** An instance whose container tells what happens to it. */
async function running(): Promise<Stop> {
  const told: string[] = [];
  const engine = new FakeEngine();
  engine.addImage('hello:1', {
    program: (container) => {
      container.onTerminate = () => {
        told.push('SIGTERM');
        container.exit(0);
      };
    },
  });
  const { containers } = engine;
  const containerId = await containers.create({
    name: 'a',
    image: 'hello:1',
    environment: {},
    labels: {},
    port: { container: 9000, host: 1 },
    memoryBytes: 1e9,
    cpus: 1,
  });
  await containers.start(containerId);
  const instance: RunningInstance = new RunningInstance({
    record: {
      instanceId: 'c-1',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      containerId,
      imageId: 'sha256:1',
      caPort: 9000,
      hostPort: 1,
      state: 'idle',
      startedAt: new Date(0),
    },
    address: { host: '127.0.0.1', port: 1 },
    containers,
    exited: containers.waitForExit(containerId),
    spec: testSpec(),
    onChange: () => told.push(instance.record.state),
    release: async () => {
      told.push('removed');
      await containers.remove(containerId);
    },
  });
  instance.exited.catch(() => undefined);
  return { engine, instance, told };
}

describe('Stopping an instance', () => {
  it('takes no more requests, asks the server to end, and leaves nothing', async () => {
    const { engine, instance, told } = await running();
    const stopping = stopInstance(instance, 'user');
    expect(instance.takesRequests).toBe(false); // from the first moment on
    await stopping;
    expect(told).toEqual(['draining', 'SIGTERM', 'removed', 'stopped']);
    expect(instance.record).toMatchObject({ state: 'stopped', termination: 'user' });
    expect(engine.containers.processes.size).toBe(0);
  });

  it('twice waits for the same end, and the first reason stays', async () => {
    const { instance, told } = await running();
    await Promise.all([stopInstance(instance, 'timeout'), stopInstance(instance, 'deactivated')]);
    await stopInstance(instance, 'user');
    expect(told).toEqual(['draining', 'SIGTERM', 'removed', 'stopped']);
    expect(instance.record.termination).toBe('timeout');
  });

  it('leaves no instance that is neither alive nor ended when the engine is gone', async () => {
    const { engine, instance } = await running();
    engine.die();
    await expect(stopInstance(instance, 'user')).rejects.toMatchObject({ code: 'EngineNotRunning' });
    expect(instance.record.state).toBe('stopped');
  });
});
