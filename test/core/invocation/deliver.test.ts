import { describe, expect, it } from 'vitest';
import { collectAnswer } from '../../../src/core/instance/collectAnswer.ts';
import { CallerSink } from '../../../src/core/invocation/callerSink.ts';
import {
  deliver,
  explained,
  type Arrival,
  type BrokenConnection,
  type DeliverOptions,
  type Delivery,
} from '../../../src/core/invocation/deliver.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { runningServer, type RunningServer } from '../../support/runningServer.ts';

const arrivalAt = ({ instance }: RunningServer, changes: Partial<DeliverOptions> = {}): Promise<Arrival> =>
  deliver({
    instance,
    request: { method: 'POST', path: '/invoke', headers: [], body: new Uint8Array() },
    sink: collectAnswer().sink,
    timeoutSeconds: 60,
    clock: systemClock,
    ...changes,
  });

/** The whole of it, the reason of a broken connection included. */
async function to(server: RunningServer, changes: Partial<DeliverOptions> = {}): Promise<Delivery> {
  const arrival = await arrivalAt(server, changes);
  if (arrival.outcome !== 'broken') return arrival;
  return explained(arrival, { instance: server.instance, clock: changes.clock ?? systemClock });
}

async function broken(server: RunningServer, clock: FakeClock): Promise<BrokenConnection> {
  const arrival = await arrivalAt(server, { clock });
  if (arrival.outcome !== 'broken') throw new Error(`the connection is not broken, it was ${arrival.outcome}`);
  return arrival;
}

describe('A call', () => {
  it('is answered, and its answer goes where it belongs', async () => {
    await using server = await runningServer((_request, response) => response.end('hello'));
    const { sink, answer } = collectAnswer();
    expect(await to(server, { sink })).toEqual({ outcome: 'answered' });
    expect(Buffer.from(answer().body).toString()).toBe('hello');
  });

  it.each(['before the answer begins', 'while the answer is written'])(
    "times out with the function's own time, %s",
    async (moment) => {
      const clock = new FakeClock();
      await using server = await runningServer((_request, response) => {
        if (moment === 'while the answer is written') response.write('beginning');
        void clock.advance(60_000);
      });
      expect(await to(server, { clock })).toEqual({ outcome: 'timedOut' });
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
    const found = explained(await broken(server, clock), { instance: server.instance, clock });
    await clock.advance(300);
    server.exit(exit);
    expect(await found).toEqual({ outcome: 'exited', exit });
    expect(clock.sleeping).toBe(0); // it does not keep anything awake
  });

  it('tells a lost connection from a container that ended', async () => {
    const clock = new FakeClock();
    await using server = await runningServer((request) => request.socket.destroy());
    const found = explained(await broken(server, clock), { instance: server.instance, clock });
    await clock.advance(1000);
    expect(await found).toEqual({
      outcome: 'connectionLost',
      reason: expect.stringContaining('without a byte of an answer') as string,
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
      reason: expect.stringContaining('no HTTP') as string,
    });
  });

  it('comes to nothing when the platform does not pass the answer on', async () => {
    await using server = await runningServer((_request, response) => {
      response.setHeader('large', 'v'.repeat(9000)).end();
    });
    const sink = new CallerSink(collectAnswer().sink, 'http');
    expect(await to(server, { sink })).toMatchObject({ outcome: 'badResponse' });
  });
});
