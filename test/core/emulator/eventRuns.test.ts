import { describe, expect, it } from 'vitest';
import { EventRuns } from '../../../src/core/emulator/eventRuns.ts';
import { withResolvers } from '../../support/withResolvers.ts';

const limits = { maxInstances: 1, maxQueued: 1 };
const patient = new AbortController().signal;

describe('Runs of events', () => {
  it('take their turn when there is no room, and are refused when enough wait', async () => {
    const runs = new EventRuns();
    const gate = withResolvers();
    const order: string[] = [];
    const run = (name: string) =>
      runs.run(limits, patient, async () => {
        order.push(name);
        await gate.promise;
      });
    const both = [run('first'), run('second')];
    await expect(run('third')).rejects.toMatchObject({ code: 'ResourceExhausted' });
    expect([order, runs.size]).toEqual([['first'], 2]);
    gate.resolve(undefined);
    await Promise.all(both);
    expect([order, runs.size]).toEqual([['first', 'second'], 0]);
  });

  it('that give up waiting leave their place to others', async () => {
    const runs = new EventRuns();
    const gate = withResolvers();
    const first = runs.run(limits, patient, () => gate.promise);
    const impatient = new AbortController();
    const gone = runs.run(limits, impatient.signal, () => expect.unreachable());
    impatient.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    const next = runs.run(limits, patient, () => Promise.resolve('ran'));
    gate.resolve(undefined);
    await first;
    expect(await next).toBe('ran');
  });

  it('end when the function is stopped, and nothing is left of them by then', async () => {
    const runs = new EventRuns();
    const ends: string[] = [];
    const running = runs.run(limits, patient, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await new Promise(setImmediate);
      ends.push('cleaned');
    });
    const waiting = runs.run(limits, patient, () => expect.unreachable());
    const refused = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await runs.stop();
    expect(ends).toEqual(['cleaned']);
    await running;
    await refused;
  });
});
