import type { ContainerEngine } from '../ports/containerEngine.ts';
import { sentencesOf, type StartFailure } from '../shared/startFailure.ts';
import { coldStartText } from '../instance/coldStartText.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { startInstance } from '../instance/startInstance.ts';
import { StartFailedError } from '../instance/startFailedError.ts';
import { whileOpen, type EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { hookWatcher } from './hookWatcher.ts';
import { noteIdleClosed } from './noteIdleClosed.ts';
import { preparedInstance } from './preparedInstance.ts';
import { requireUsableSpec } from './requireUsableSpec.ts';
import { watchInstance } from './watchInstance.ts';

export interface StartOptions {
  readonly signal?: AbortSignal;
  /** CAPort is still closed after a while: what was found out so far. */
  readonly onSlow?: (found: readonly string[]) => void;
}

/**
 * Starts one more instance of the function's image.
 * @throws FcError `ImageMissing`, `ImageNotAmd64`, `ConfigInvalid`; StartFailedError; AbortError
 */
export async function startFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  startSignal: AbortSignal,
): Promise<RunningInstance> {
  const signal = whileOpen(context, startSignal);
  requireUsableSpec(record.spec);
  record.startFailure = undefined;
  const leave = await context.startSlots.enter(signal);
  try {
    const instance = await context.engine.use((engine) => startOn(engine, context, record, signal));
    watchInstance(context, record, instance);
    return instance;
  } catch (error) {
    if (error instanceof StartFailedError) {
      record.startFailure = error.failure;
      logFailure(context, record.spec.functionName, error.failure);
    }
    throw error;
  } finally {
    leave();
    context.changed();
  }
}

async function startOn(
  engine: ContainerEngine,
  context: EmulatorContext,
  record: FunctionRecord,
  signal: AbortSignal,
): Promise<RunningInstance> {
  const { clock, settings, trace, changed } = context;
  const { functionName } = record.spec;
  const prepared = await preparedInstance(context, engine, record, { nonWeb: false, signal });
  const { instanceId, log, notes } = prepared;
  record.logs.set(instanceId, log);
  trace(`starting ${functionName} as ${instanceId}`);
  try {
    const instance = await startInstance({
      ...prepared,
      engine,
      clock,
      timeoutSeconds: settings().startTimeoutSeconds,
      onOutput: (chunk) => log.output(chunk),
      onRecord: (starting) => {
        if (starting.state === 'failed') {
          record.starting.delete(instanceId);
          record.lastEnded = starting;
        } else record.starting.set(instanceId, starting);
        changed();
      },
      onSlow: (causes) => {
        for (const cause of causes) trace(`${functionName} is not ready: ${cause}`);
        for (const listener of record.slowListeners) listener(causes);
      },
      onChange: (_instance, change) => (change === 'load' ? context.changedSoon() : changed()),
      onLeftBehind: (containerId) => context.leftBehind.add(containerId),
      onIdleClosed: (idleMs) => noteIdleClosed(context, record, instanceId, idleMs),
      watcher: hookWatcher(context, log),
      signal,
    });
    const { coldStart } = instance.record;
    for (const note of notes) log.note(note);
    if (coldStart !== undefined) log.note(coldStartText(coldStart));
    trace(`${functionName} (${instanceId}) is ready after ${Math.round(coldStart?.totalMs ?? 0)} ms`);
    return instance;
  } catch (error) {
    log.close();
    record.logs.delete(instanceId);
    record.starting.delete(instanceId);
    throw error;
  }
}

/** The platform's own text in the function's log, where its `Logs:` part stands above already, and what was found. */
function logFailure({ log, clock }: EmulatorContext, functionName: string, failure: StartFailure): void {
  for (const text of [`${failure.code}: ${failure.message}`, ...sentencesOf(failure)])
    log.write({ time: clock.now(), functionName, source: 'platform', text });
}
