import { describe, expect, it } from 'vitest';
import type { PortProbe, ProbeAnswer } from '../../../src/core/instance/portProbe.ts';
import { waitUntilReady, type ReadinessOptions } from '../../../src/core/instance/readiness.ts';
import { FakeClock } from '../../support/fakeClock.ts';

interface Waiting {
  readonly clock: FakeClock;
  readonly cancel: AbortController;
  readonly slow: readonly number[];
  readonly ready: Promise<number | undefined>;
  readonly readyAt: Promise<number>;
}

/** The first probe has been answered when this resolves. */
async function waitFor(
  probes: (clock: FakeClock, cancel: AbortController) => readonly PortProbe[],
  timeoutMs = 120_000,
): Promise<Waiting> {
  const clock = new FakeClock();
  const cancel = new AbortController();
  const slow: number[] = [];
  const options: ReadinessOptions = {
    probes: probes(clock, cancel),
    clock,
    timeoutMs,
    onSlow: () => slow.push(clock.monotonicMs()),
    signal: cancel.signal,
  };
  const ready = waitUntilReady(options);
  const readyAt = ready.then(() => clock.monotonicMs());
  readyAt.catch(() => undefined);
  await new Promise(setImmediate);
  return { clock, cancel, slow, ready, readyAt };
}

const opensAt =
  (ms: number, before: ProbeAnswer = 'closed') =>
  (clock: FakeClock): PortProbe =>
  async () =>
    Promise.resolve(clock.monotonicMs() >= ms ? 'open' : before);

const always = (answer: ProbeAnswer): PortProbe => opensAt(Infinity, answer)(new FakeClock());

describe('Waiting for CAPort', () => {
  it.each([
    [0, 0],
    [101, 105],
    [1999, 2000],
    [5001, 5025], // nobody needs it to the millisecond after two seconds
  ])('finds a server that listens after %d ms at %d ms', async (opens, found) => {
    const { clock, ready, readyAt } = await waitFor((time) => [opensAt(opens)(time)]);
    await clock.advance(10_000);
    expect(await ready).toBe(0);
    expect(await readyAt).toBe(found);
  });

  it('goes on with the next probe when one cannot reach the container, and says which it was', async () => {
    let asked = 0;
    const unreachable: PortProbe = async () => {
      asked++;
      return Promise.resolve('unreachable');
    };
    const { clock, ready } = await waitFor((time) => [unreachable, opensAt(100)(time)]);
    await clock.advance(1_000);
    expect(await ready).toBe(1);
    expect(asked).toBe(1);
  });

  it('keeps to the last probe though it cannot reach the container either', async () => {
    const { clock, ready } = await waitFor((time) => [opensAt(300, 'unreachable')(time)]);
    await clock.advance(1_000);
    expect(await ready).toBe(0);
  });

  it('ends with the time', async () => {
    const { clock, ready } = await waitFor(() => [always('closed')], 3_000);
    await clock.advance(2_999);
    expect(clock.sleeping).toBe(1);
    await clock.advance(100);
    expect(await ready).toBeUndefined();
  });

  it('says once that it takes long, and never of a server that is quick', async () => {
    const long = await waitFor(() => [always('closed')]);
    await long.clock.advance(10_000);
    expect(long.slow).toEqual([1500]);
    const quick = await waitFor((time) => [opensAt(1_000)(time)]);
    await quick.clock.advance(10_000);
    expect(quick.slow).toEqual([]);
  });

  it('ends at once when it is cancelled', async () => {
    const { clock, cancel, ready } = await waitFor(() => [always('closed')]);
    await clock.advance(100);
    cancel.abort();
    await expect(ready).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.sleeping).toBe(0);
  });

  it('does not call a server ready whose start was cancelled during the last probe', async () => {
    const { ready } = await waitFor((_clock, cancel) => [
      async () => {
        cancel.abort();
        return Promise.resolve('open');
      },
    ]);
    await expect(ready).rejects.toMatchObject({ name: 'AbortError' });
  });
});
