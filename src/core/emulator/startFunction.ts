import type { ContainerEngine, ImageFacts } from '../ports/containerEngine.ts';
import { isAbortError } from '../shared/abort.ts';
import { FcError } from '../shared/fcError.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import { requireFcPlatform } from '../image/requireFcPlatform.ts';
import type { Instance, TerminationReason } from '../instance/instance.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { StartFailedError, startInstance } from '../instance/startInstance.ts';
import { InstanceLog } from '../log/instanceLog.ts';
import { whileOpen, type EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { requireUsableSpec } from './requireUsableSpec.ts';

export interface StartOptions {
  readonly signal?: AbortSignal;
  /** CAPort is still closed after a while: what was found out so far. */
  readonly onSlow?: (found: readonly string[]) => void;
}

/**
 * Starts an instance of the function's image, or gives the one that runs.
 * @throws FcError `ImageMissing`, `ImageNotAmd64`; StartFailedError; AbortError
 */
export async function startFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  options: StartOptions,
): Promise<RunningInstance> {
  const signal = whileOpen(context, options.signal);
  signal.throwIfAborted();
  if (record.running !== undefined) return record.running;
  await record.latest?.gone(); // its port is free again by then
  const { spec } = record;
  requireUsableSpec(spec);
  const { settings, clock, trace } = context;
  record.startFailure = undefined;
  const instance = await context.engine.use(async (engine) => {
    const image = await runnableImage(engine, record, signal);
    let log: InstanceLog | undefined;
    try {
      return await startInstance({
        ...context,
        spec,
        image,
        engine,
        accountId: settings().accountId,
        timeoutSeconds: settings().startTimeoutSeconds,
        onOutput: (chunk) => log?.output(chunk),
        onRecord: (starting: Instance) => {
          if (starting.state === 'starting') {
            log = new InstanceLog(spec.functionName, starting.instanceId, context.log, clock);
            record.log = log;
            trace(`starting ${spec.functionName} as ${starting.instanceId} on 127.0.0.1:${starting.hostPort}`);
          }
          record.latest = undefined; // from here on the new instance is the one to show
          record.lastInstance = starting;
          context.changed();
        },
        onSlow: (found) => {
          for (const cause of found) trace(`${spec.functionName} is not ready: ${cause}`);
          options.onSlow?.(found);
        },
        onChange: context.changed,
        onLeftBehind: (containerId) => context.leftBehind.add(containerId),
        signal,
      });
    } catch (error) {
      log?.close();
      if (error instanceof StartFailedError) {
        record.startFailure = error.failure;
        logFailure(context, spec.functionName, error.failure);
      }
      throw error;
    }
  });
  record.latest = instance;
  trace(`${spec.functionName} is ready after ${Math.round(instance.record.readyAfterMs ?? 0)} ms`);
  watchExit(context, record, instance);
  return instance;
}

/** The platform's own text in the function's log, where its `Logs:` part stands above already, and what was found. */
function logFailure({ log, clock }: EmulatorContext, functionName: string, failure: StartFailure): void {
  const { code, message, found } = failure;
  for (const text of [`${code}: ${message}`, ...found])
    log.write({ time: clock.now(), functionName, source: 'platform', text });
}

async function runnableImage(
  engine: ContainerEngine,
  record: FunctionRecord,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const ref = record.spec.container.image;
  const image = await engine.images.inspect(ref, signal);
  if (image === undefined)
    throw new FcError('ImageMissing', `The image ${ref} is not on this engine.`, {
      hint: `Build ${record.spec.functionName} first.`,
      about: record.spec,
    });
  record.image = image;
  requireFcPlatform(image, ref);
  return image;
}

/** An instance that ends by itself leaves no container behind, and the record says why it ended. */
function watchExit(context: EmulatorContext, record: FunctionRecord, instance: RunningInstance): void {
  const { log } = record;
  const { functionName, instanceId } = instance.record;
  const end = (reason: TerminationReason, what: string): void => {
    if (!instance.takesRequests) return; // it is being stopped: that is what ended it
    context.trace(`${functionName} (${instanceId}) ${what}`);
    void instance.end(async () => {
      instance.move('stopped', reason);
      await instance
        .release()
        .catch((error: unknown) => context.trace(`its container was left behind: ${String(error)}`));
      log?.close();
    });
  };
  instance.exited.then(
    ({ exitCode, oomKilled }) =>
      end(oomKilled ? 'oom' : 'crashed', `ended by itself with code ${exitCode}${oomKilled ? ', out of memory' : ''}`),
    (error: unknown) => {
      if (!isAbortError(error)) context.engine.forget();
      end('engineLost', `is out of sight: ${String(error)}`);
    },
  );
}
