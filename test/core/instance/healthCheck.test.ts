import { describe, expect, it } from 'vitest';
import type { HealthCheck } from '../../../src/core/function/functionSpec.ts';
import { checkHealth, waitUntilHealthy, watchHealth } from '../../../src/core/instance/healthCheck.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { runningServer } from '../../support/runningServer.ts';

const check: HealthCheck = {
  httpGetUrl: '/healthz',
  initialDelaySeconds: 0,
  periodSeconds: 3,
  timeoutSeconds: 1,
  failureThreshold: 3,
  successThreshold: 2,
};

/** A server that gives these statuses one after the other, the last one for ever. */
function giving(...statuses: readonly number[]) {
  let asked = 0;
  return runningServer((_request, response) => {
    response.writeHead(statuses[Math.min(asked++, statuses.length - 1)] ?? 200).end();
  });
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

describe('One check', () => {
  it.each([
    [200, true],
    [204, true],
    [302, true],
    [399, true],
    [400, false],
    [500, false],
    [503, false],
  ])('that is answered with %d means healthy: %s', async (statusCode, healthy) => {
    await using server = await giving(statusCode);
    expect(await checkHealth(server.instance.client, check, new FakeClock())).toEqual({ healthy, statusCode });
  });

  it('asks for the health URL', async () => {
    const seen: string[] = [];
    await using server = await runningServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end();
    });
    await checkHealth(server.instance.client, check, new FakeClock());
    expect(seen).toEqual(['GET /healthz']);
  });

  it('that is not answered in time means unhealthy', async () => {
    const clock = new FakeClock();
    await using server = await runningServer(() => void clock.advance(1000));
    expect(await checkHealth(server.instance.client, check, clock)).toEqual({ healthy: false });
  });
});

describe('A start', () => {
  const started = (server: Awaited<ReturnType<typeof giving>>, clock: FakeClock, changes: Partial<HealthCheck> = {}) =>
    waitUntilHealthy(
      server.instance.client,
      { ...check, ...changes },
      { clock, timeoutMs: 120_000, signal: new AbortController().signal },
    );

  /** Moves time whenever somebody sleeps. */
  const timePasses = async (clock: FakeClock, until: Promise<unknown>): Promise<void> => {
    const over = new AbortController();
    void until.finally(() => over.abort());
    while (!over.signal.aborted) {
      await turns();
      if (clock.sleeping > 0) await clock.advance(1000);
    }
  };

  it('is healthy after enough good answers in a row', async () => {
    const clock = new FakeClock();
    await using server = await giving(200, 500, 200, 200);
    const waiting = started(server, clock);
    await timePasses(clock, waiting);
    expect(await waiting).toBeUndefined();
  });

  it('fails after enough bad answers in a row, with the last of them', async () => {
    const clock = new FakeClock();
    await using server = await giving(500, 501, 503);
    const waiting = started(server, clock);
    await timePasses(clock, waiting);
    expect(await waiting).toEqual({ healthy: false, statusCode: 503 });
  });

  it('is not checked before its initial delay', async () => {
    const clock = new FakeClock();
    let asked = 0;
    await using server = await runningServer((_request, response) => {
      asked++;
      response.end();
    });
    const waiting = started(server, clock, { initialDelaySeconds: 10, successThreshold: 1 });
    await clock.advance(9_000);
    await turns();
    expect(asked).toBe(0);
    await clock.advance(1_000);
    expect(await waiting).toBeUndefined();
  });
});

describe('A running instance', () => {
  it('is unhealthy after enough failures in a row, and healthy again after enough successes', async () => {
    const clock = new FakeClock();
    const changes: string[] = [];
    await using server = await giving(500, 200, 500, 500, 500, 200, 200, 200);
    let checks = 0;
    const { client } = server.instance;
    const end = watchHealth({
      client,
      check,
      clock,
      isAsked: () => ++checks > 0,
      onChange: (healthy, { statusCode }) => changes.push(`check ${checks}: ${healthy} (${statusCode})`),
    });
    for (let round = 0; round < 8; round++) {
      await clock.advance(3000);
      await expect.poll(() => clock.sleeping + checks).toBeGreaterThan(round);
      await turns();
    }
    expect(changes).toEqual(['check 5: false (500)', 'check 7: true (200)']);
    end();
    await clock.advance(60_000);
    expect(checks).toBe(8);
  });

  it('is left alone while nobody may ask it', async () => {
    const clock = new FakeClock();
    let asked = 0;
    await using server = await runningServer((_request, response) => {
      asked++;
      response.end();
    });
    const { client } = server.instance;
    const end = watchHealth({ client, check, clock, isAsked: () => false, onChange: () => expect.unreachable() });
    for (let round = 0; round < 5; round++) await clock.advance(3000);
    await turns();
    expect(asked).toBe(0);
    end();
  });
});
