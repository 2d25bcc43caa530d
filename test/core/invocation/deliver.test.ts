import { describe, expect, it } from 'vitest';
import { deliver, type Delivery } from '../../../src/core/invocation/deliver.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { runningServer, type RunningServer } from '../../support/runningServer.ts';

interface Changes {
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

const to = ({ instance }: RunningServer, changes: Changes = {}): Promise<Delivery> =>
  deliver({
    instance,
    request: { method: 'POST', path: '/invoke', headers: {}, body: new Uint8Array() },
    timeoutSeconds: 60,
    clock: systemClock,
    signal: new AbortController().signal,
    ...changes,
  });

describe('A call', () => {
  it('is answered', async () => {
    await using server = await runningServer((_request, response) => response.end('hello'));
    expect(await to(server)).toMatchObject({ outcome: 'answered', answer: { statusCode: 200 } });
  });

  it.each(['before the answer begins', 'while the answer is written'])(
    "times out with the function's own time, %s",
    async (moment) => {
      await using server = await runningServer((_request, response) => {
        if (moment === 'while the answer is written') response.write('beginning');
      });
      expect(await to(server, { timeoutSeconds: 0.05 })).toEqual({ outcome: 'timedOut' });
    },
  );

  it('is cancelled by the client', async () => {
    const cancel = new AbortController();
    await using server = await runningServer(() => cancel.abort());
    expect(await to(server, { signal: cancel.signal })).toEqual({ outcome: 'cancelled' });
    expect(await to(server, { signal: cancel.signal })).toEqual({ outcome: 'cancelled' });
  });

  it('tells how the container ended, which the engine reports a moment after the connection broke', async () => {
    const clock = new FakeClock();
    const exit = { exitCode: 137, oomKilled: true };
    await using server = await runningServer((request) => request.socket.destroy());
    const delivery = to(server, { clock });
    await expect.poll(() => clock.sleeping).toBe(1); // the connection is broken
    server.exit(exit);
    expect(await delivery).toEqual({ outcome: 'exited', exit });
    expect(clock.sleeping).toBe(0); // it does not keep anything awake
  });

  it('tells a lost connection from a container that ended', async () => {
    const clock = new FakeClock();
    await using server = await runningServer((request) => request.socket.destroy());
    const delivery = to(server, { clock });
    await expect.poll(() => clock.sleeping).toBe(1);
    await clock.advance(300);
    expect(await delivery).toEqual({
      outcome: 'connectionLost',
      reason: 'The server closed the connection without a whole HTTP answer (socket hang up).',
    });
  });

  it('explains a connection that was not kept', async () => {
    let calls = 0;
    await using server = await runningServer((request, response) => {
      if (calls++ === 0) response.end();
      else request.socket.destroy();
    });
    await to(server);
    expect(await to(server)).toEqual({
      outcome: 'connectionLost',
      reason: expect.stringContaining('keepAliveTimeout = 0') as string,
    });
  });

  it('is lost, not answered, by a server that speaks something else than HTTP', async () => {
    await using server = await runningServer((request) => request.socket.end('SSH-2.0-hello\r\n'));
    expect(await to(server)).toMatchObject({
      outcome: 'connectionLost',
      reason: expect.stringContaining('Parse Error') as string,
    });
  });
});
