import { describe, expect, it, vi } from 'vitest';
import { runEvent, type EventRun, type RunEventOptions } from '../../../src/core/instance/runEvent.ts';
import { containerPlan } from '../../../src/core/instance/containerPlan.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import type { FakeProcess, FakeProgram } from '../../support/fakeProcess.ts';
import { testSpec } from '../../support/testSpec.ts';

class Run {
  readonly clock = new FakeClock();
  readonly engine = new FakeEngine();
  readonly cancel = new AbortController();
  readonly leftBehind: string[] = [];
  printed = '';
  /** The run itself, which `vi.waitFor` and the clock bring to its end. */
  readonly result: Promise<EventRun>;

  constructor(program: FakeProgram, options: Partial<RunEventOptions> = {}) {
    this.engine.addImage('hello:1', { program });
    this.result = runEvent({
      containers: this.engine.containers,
      plan: containerPlan({
        spec: testSpec(),
        instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
        accountId: '42',
        owner: { processId: 7, host: 'desk' },
        nonWeb: true,
      }),
      event: Buffer.from('{"order":1}'),
      timeoutSeconds: 60,
      clock: this.clock,
      onOutput: ({ data }) => (this.printed += Buffer.from(data).toString()),
      onLeftBehind: (id) => this.leftBehind.push(id),
      signal: this.cancel.signal,
      ...options,
    });
    this.result.catch(() => undefined);
  }

  /** The container, once its program runs. */
  async container(): Promise<FakeProcess> {
    return vi.waitFor(
      () => {
        const [process] = this.engine.containers.processes.values();
        if (!process?.running) throw new Error('it does not run yet');
        return process;
      },
      { interval: 1 },
    );
  }

  /** Until its memory was looked at: then that look's pause and the timeout are waited for. */
  async looked(): Promise<void> {
    await vi.waitFor(() => expect(this.clock.sleeping).toBe(2), { interval: 1 });
  }

  get containers(): number {
    return this.engine.containers.processes.size;
  }
}

const runsOn = (): void => undefined;

describe('An image that serves nothing', () => {
  it('runs once for an event, which it finds in its environment', async () => {
    const run = new Run((process) => {
      process.print(`got ${process.plan.environment['FC_CUSTOM_CONTAINER_EVENT']}\n`);
      process.exit(0);
    });
    expect(await run.result).toMatchObject({ exit: { exitCode: 0, oomKilled: false }, durationMs: 0 });
    expect(run.printed).toBe('got {"order":1}\n');
    expect(run.containers).toBe(0);
  });

  it('tells by its exit code that it failed', async () => {
    const run = new Run((process) => process.exit(3));
    expect(await run.result).toMatchObject({ exit: { exitCode: 3 } });
    expect(run.containers).toBe(0);
  });

  it('took as long as it ran, and as much memory as was seen', async () => {
    const run = new Run(runsOn);
    const process = await run.container();
    await run.looked();
    process.useMemory(100 * 1024 ** 2);
    await run.clock.advance(20);
    await run.looked();
    process.peakMemoryBytes = 0;
    await run.clock.advance(1480);
    process.exit(0);
    expect(await run.result).toMatchObject({
      durationMs: 1500,
      peakMemory: { bytes: 100 * 1024 ** 2, kind: 'sampled' },
    });
    expect(run.clock.sleeping).toBe(0);
  });

  it('is killed at the timeout of the function, after its last words', async () => {
    const run = new Run(runsOn, { timeoutSeconds: 3 });
    const process = await run.container();
    process.onTerminate = () => expect.unreachable('nobody asks it to end');
    process.print('busy\n');
    await run.looked();
    await run.clock.advance(2999);
    expect(run.containers).toBe(1);
    await run.clock.advance(1);
    expect(await run.result).toMatchObject({ exit: 'timedOut', durationMs: 3000 });
    expect(run.printed).toBe('busy\n');
    expect(run.containers).toBe(0);
    expect(run.clock.sleeping).toBe(0);
  });

  it('is asked to end when the caller goes away', async () => {
    const run = new Run(runsOn);
    const process = await run.container();
    process.onTerminate = () => {
      process.print('ended early\n');
      process.exit(0);
    };
    run.cancel.abort();
    expect(await run.result).toMatchObject({ exit: 'cancelled' });
    expect(run.printed).toBe('ended early\n');
    expect(run.containers).toBe(0);
    expect(run.clock.sleeping).toBe(0);
  });

  it('does not run at all when the caller went away before', async () => {
    const run = new Run(() => expect.unreachable(), { signal: AbortSignal.abort() });
    await expect(run.result).rejects.toMatchObject({ name: 'AbortError' });
    expect(run.containers).toBe(0);
  });

  it('that cannot be started leaves no container behind', async () => {
    const run = new Run(() => {
      throw new FcError('CAExited', 'no such file');
    });
    await expect(run.result).rejects.toMatchObject({ code: 'CAExited' });
    expect(run.containers).toBe(0);
    expect(run.clock.sleeping).toBe(0);
  });

  it('gets no event that an environment cannot carry', async () => {
    const run = new Run(() => expect.unreachable(), { event: Buffer.from([0xff]) });
    await expect(run.result).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(run.containers).toBe(0);
  });

  it('whose engine goes away is taken note of, to be removed later', async () => {
    const run = new Run(runsOn);
    const { id } = await run.container();
    await run.looked();
    run.engine.die();
    await expect(run.result).rejects.toMatchObject({ code: 'EngineNotRunning' });
    expect(run.leftBehind).toEqual([id]);
  });
});
