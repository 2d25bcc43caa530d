import { describe, expect, it } from 'vitest';
import { collectAnswer } from '../../../src/core/instance/collectAnswer.ts';
import { invoke, type InvokeOptions } from '../../../src/core/invocation/invoke.ts';
import { systemClock as realTime } from '../../../src/node/systemClock.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { runningServer, type RunningServer } from '../../support/runningServer.ts';

function optionsFor({ instance }: RunningServer, changes: Partial<InvokeOptions> = {}): InvokeOptions {
  return {
    instance,
    request: { mode: 'event', body: Buffer.from('{}') },
    sink: collectAnswer().sink,
    sent: {
      spec: instance.spec,
      instanceId: instance.record.instanceId,
      requestId: '1-65b764db-15eb737f-0c67ab5cd968',
      call: {},
      startedAt: new Date(0),
      waitedMs: 5,
      activeInstances: 1,
    },
    clock: new FakeClock(),
    peakMemory: () => Promise.resolve({ bytes: 50.5 * 1024 ** 2, kind: 'peak' as const }),
    ...changes,
  };
}

describe('An invocation', () => {
  it('gives the answer, and the numbers the platform would print and bill', async () => {
    const clock = new FakeClock();
    await using server = await runningServer((request, response) => {
      void clock.advance(42.27).then(() => {
        response.setHeader('x-seen-id', request.headers['x-fc-request-id'] ?? '');
        response.end('hello');
      });
    });
    const { sink, answer } = collectAnswer();
    const { outcome, report } = await invoke(optionsFor(server, { clock, sink }));
    expect(outcome).toBe('answered');
    expect(report).toEqual({
      requestId: '1-65b764db-15eb737f-0c67ab5cd968',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
      mode: 'event',
      invocationType: 'Sync',
      qualifier: 'LATEST',
      startedAt: new Date(0),
      statusCode: 200,
      durationMs: 42.27,
      waitedMs: 5,
      billedDurationMs: 43,
      maxMemoryMb: 50.5,
      memoryKind: 'peak',
      memorySizeMb: 512,
      cpu: 0.35,
      diskSizeMb: 512,
      retryCount: 0,
      activeInstances: 1,
    });
    expect(answer()).toMatchObject({ statusCode: 200, body: Buffer.from('hello') });
    expect(answer().headers).toContain('1-65b764db-15eb737f-0c67ab5cd968');
  });

  it('says nothing about memory it does not know', async () => {
    await using server = await runningServer((_request, response) => response.end());
    for (const peakMemory of [() => Promise.resolve(undefined), () => Promise.reject(new Error('no engine'))]) {
      const { report } = await invoke(optionsFor(server, { peakMemory }));
      expect(report).not.toHaveProperty('maxMemoryMb');
    }
  });

  it("that fails gives the platform's answer and a report with the error, as in the cloud", async () => {
    await using server = await runningServer(() => undefined, { timeout: 0.05 });
    const { sink, answer } = collectAnswer();
    const { outcome, report } = await invoke(optionsFor(server, { sink, clock: realTime }));
    const message = 'Function timed out after 0.05 seconds (maxMemoryUsage: 50.50MB)';
    expect(outcome).toBe('timedOut');
    expect(report).toMatchObject({ statusCode: 200, error: { message, metric: 'FunctionTimeoutError' } });
    expect(JSON.parse(Buffer.from(answer().body).toString())).toEqual({ errorMessage: message });
    expect(answer().headers).toContain('UnhandledInvocationError');
  });

  it('that the function itself reports as failed is one, whatever its status', async () => {
    await using server = await runningServer((_request, response) => {
      response.setHeader('x-fc-status', '404').end('{"errorMessage":"exception"}');
    });
    const { report } = await invoke(optionsFor(server));
    expect(report.error).toEqual({
      type: 'InvocationError',
      metric: 'FunctionUnhandledError',
      message: '{"errorMessage":"exception"}',
    });
  });

  it('that fails in the middle of its answer breaks off for the caller', async () => {
    await using server = await runningServer((request, response) => {
      response.write('half', () => request.socket.destroy());
    });
    const broken: Error[] = [];
    const sink = { ...collectAnswer().sink, broken: (error: Error) => void broken.push(error) };
    const { report } = await invoke(optionsFor(server, { sink, clock: realTime }));
    expect(broken).toHaveLength(1);
    expect(report).toMatchObject({ statusCode: 200, error: { type: 'UnhandledInvocationError' } });
  });
});
