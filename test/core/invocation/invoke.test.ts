import { describe, expect, it } from 'vitest';
import { invoke, type InvokeOptions } from '../../../src/core/invocation/invoke.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { runningServer, type RunningServer } from '../../support/runningServer.ts';
import { testSpec } from '../../support/testSpec.ts';

function optionsFor({ instance }: RunningServer, changes: Partial<InvokeOptions> = {}): InvokeOptions {
  return {
    spec: testSpec(),
    instance,
    request: { mode: 'event', body: Buffer.from('{}') },
    requestId: '1-65b764db-15eb737f-0c67ab5cd968',
    accountId: '42',
    clock: new FakeClock(),
    peakMemory: () => Promise.resolve({ bytes: 50.5 * 1024 ** 2, kind: 'peak' as const }),
    signal: new AbortController().signal,
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
    const { outcome, result } = await invoke(optionsFor(server, { clock, coldStartMs: 300 }));
    expect(outcome).toBe('answered');
    expect(result).toMatchObject({
      requestId: '1-65b764db-15eb737f-0c67ab5cd968',
      functionName: 'hello',
      instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
      statusCode: 200,
      headers: { 'x-seen-id': '1-65b764db-15eb737f-0c67ab5cd968' },
      body: Buffer.from('hello'),
      durationMs: 42.27,
      billedDurationMs: 43,
      maxMemoryMb: 50.5,
      memorySizeMb: 512,
      coldStartMs: 300,
    });
    expect(result).not.toHaveProperty('error');
  });

  it('says nothing about memory it does not know, nor about a cold start there was none of', async () => {
    await using server = await runningServer((_request, response) => response.end());
    for (const peakMemory of [() => Promise.resolve(undefined), () => Promise.reject(new Error('no engine'))]) {
      const { result } = await invoke(optionsFor(server, { peakMemory }));
      expect(result).not.toHaveProperty('maxMemoryMb');
      expect(result).not.toHaveProperty('coldStartMs');
    }
  });

  it('that fails gives a result with the error, as in the cloud', async () => {
    await using server = await runningServer(() => undefined);
    const { outcome, result } = await invoke(optionsFor(server, { spec: testSpec({ timeout: 0.05 }) }));
    expect(outcome).toBe('timedOut');
    expect(result).toMatchObject({
      statusCode: 200,
      error: { message: 'Function timed out after 0.05 seconds (maxMemoryUsage: 50.50MB)' },
    });
  });
});
