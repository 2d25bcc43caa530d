import type { Clock } from '../ports/clock.ts';
import type {
  ContainerClient,
  ContainerExit,
  ContainerPlan,
  OutputChunk,
  PeakMemory,
} from '../ports/containerEngine.ts';
import { eventVariable, requireEventText } from './eventText.ts';
import { lastWords } from './lastWords.ts';
import { stopwatch } from './stopwatch.ts';

export interface RunEventOptions {
  readonly containers: ContainerClient;
  /** Without a port: nobody listens. */
  readonly plan: ContainerPlan;
  readonly event: Uint8Array;
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  /** The container's output from its first byte on; the last of it comes before the run is over. */
  readonly onOutput: (chunk: OutputChunk) => void;
  /** The engine could not remove the container (it went away): somebody has to when it is back. */
  readonly onLeftBehind: (containerId: string) => void;
  /** The caller went away. */
  readonly signal: AbortSignal;
}

/** What came of one event. Exit code 0 within the timeout is success, everything else is not. */
export interface EventRun {
  readonly exit: ContainerExit | 'timedOut' | 'cancelled';
  readonly createMs: number;
  readonly startMs: number;
  /** From the started container to its end. */
  readonly durationMs: number;
  /** The most that was seen while it ran; absent when the engine cannot tell or the run was too short to look. */
  readonly peakMemory?: PeakMemory;
}

/** What a cancelled run has to end by itself, seconds. The docs give SIGTERM and no number: a choice. */
const graceSeconds = 3;

/**
 * Runs an image that serves nothing once, for one event (docs: custom container, non-web-server mode: the event is in
 * the environment, exit code 0 within the timeout is success, SIGTERM comes only when the client cancels).
 * However it ends, no container stays behind.
 * @throws FcError `InvalidArgument` for an event no environment can carry; what `create` and `start` throw; AbortError
 *   when it was cancelled before it ran
 */
export async function runEvent(options: RunEventOptions): Promise<EventRun> {
  const { containers, plan, clock, onOutput, signal } = options;
  const environment = { ...plan.environment, [eventVariable]: requireEventText(options.event) };
  const lap = stopwatch(clock);
  const id = await containers.create({ ...plan, environment }, signal);
  const ended = new AbortController(); // ends what watches the container
  try {
    const createMs = lap();
    const output = await containers.attach(id, onOutput, ended.signal);
    signal.throwIfAborted();
    lap();
    await containers.start(id); // not cancelled in its middle: it may run by then, and is to end by itself
    const startMs = lap();
    const memory = watchMemory(containers, id, clock, ended.signal);
    const exit = await endOf(id, options, ended.signal);
    const durationMs = lap();
    if (exit === 'cancelled') await containers.stop(id, graceSeconds);
    if (exit === 'timedOut') await containers.remove(id);
    await lastWords(output, clock);
    const peakMemory = memory();
    return { exit, createMs, startMs, durationMs, ...(peakMemory === undefined ? {} : { peakMemory }) };
  } finally {
    ended.abort();
    await containers.remove(id).catch(() => options.onLeftBehind(id));
  }
}

async function endOf(id: string, options: RunEventOptions, ended: AbortSignal): Promise<EventRun['exit']> {
  const { containers, clock, timeoutSeconds, signal } = options;
  let forget = (): void => undefined;
  const early = new Promise<'timedOut' | 'cancelled'>((resolve) => {
    forget = clock.after(timeoutSeconds * 1000, () => resolve('timedOut'));
    if (signal.aborted) resolve('cancelled');
    else signal.addEventListener('abort', () => resolve('cancelled'), { once: true, signal: ended });
  });
  const exited = containers.waitForExit(id, ended);
  exited.catch(() => undefined); // it is cancelled when the run ends early
  try {
    return await Promise.race([exited, early]);
  } finally {
    forget();
  }
}

/** Looks often at first, for short runs, then less. What grows after the last look is not seen: hence `sampled`. */
function watchMemory(
  containers: ContainerClient,
  id: string,
  clock: Clock,
  ended: AbortSignal,
): () => PeakMemory | undefined {
  let most = 0;
  const watch = async (): Promise<void> => {
    for (let pause = 20; !ended.aborted; pause = Math.min(2 * pause, 500)) {
      const seen = await containers.peakMemory(id);
      if (seen === undefined) return;
      most = Math.max(most, seen.bytes);
      await clock.sleep(pause, ended);
    }
  };
  watch().catch(() => undefined); // the run ended, or the engine went away: the run itself says so
  return () => (most === 0 ? undefined : { bytes: most, kind: 'sampled' });
}
