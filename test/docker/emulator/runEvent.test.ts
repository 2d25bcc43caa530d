import { expect, it } from 'vitest';
import { mostEventBytes } from '../../../src/core/instance/eventText.ts';
import { runEvent, type EventRun } from '../../../src/core/instance/runEvent.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { testPlan } from '../contract/testContainer.ts';

interface Ran extends EventRun {
  readonly printed: string;
}

describeWithEngine('An image that serves nothing, on a real engine,', (real) => {
  /** Runs a shell script for one event, and looks whether anything of it is left. */
  async function run(script: string, event: string, timeoutSeconds = 20, cancelOn = '-'): Promise<Ran> {
    const { containers } = real().engine;
    const { port: _, ...plan } = testPlan({ image: 'fc-containers/busybox:1', command: ['sh', '-c', script] });
    const cancel = new AbortController();
    let printed = '';
    const result = await runEvent({
      containers,
      plan,
      event: Buffer.from(event),
      timeoutSeconds,
      clock: systemClock,
      onOutput: ({ data }) => {
        printed += Buffer.from(data).toString();
        if (printed.includes(cancelOn)) cancel.abort();
      },
      onLeftBehind: () => expect.unreachable(),
      signal: cancel.signal,
    });
    expect(await containers.list(plan.labels)).toEqual([]);
    return { ...result, printed };
  }

  it('finds its event in the environment, to the byte', async () => {
    const event = '{"text":"two\nlines, $HOME `id` 生产"}';
    expect(await run('printf %s "$FC_CUSTOM_CONTAINER_EVENT"', event)).toMatchObject({
      exit: { exitCode: 0, oomKilled: false },
      printed: event,
    });
  });

  it('takes an event as long as the kernel allows', async () => {
    const { exit, printed } = await run('printf %s "${#FC_CUSTOM_CONTAINER_EVENT}"', 'x'.repeat(mostEventBytes));
    expect([exit, printed]).toEqual([{ exitCode: 0, oomKilled: false }, String(mostEventBytes)]);
  });

  it('fails with its exit code, and its last words are heard', async () => {
    expect(await run('echo no such order >&2; exit 3', '')).toMatchObject({
      exit: { exitCode: 3 },
      printed: 'no such order\n',
    });
  });

  it('is killed at its timeout', async () => {
    const { exit, printed, peakMemory } = await run('echo busy; sleep 60', '', 1);
    expect([exit, printed]).toEqual(['timedOut', 'busy\n']);
    expect(peakMemory?.bytes).toBeGreaterThan(0);
  });

  it('gets SIGTERM when the caller goes away', async () => {
    const script = 'trap "echo ended early; exit 0" TERM; echo busy; sleep 60 & wait';
    expect(await run(script, '', 20, 'busy')).toMatchObject({ exit: 'cancelled', printed: 'busy\nended early\n' });
  });
});
