import { fcIdentifier } from '../shared/fcIdentifier.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { invoke } from '../invocation/invoke.ts';
import type { InvocationRequest, InvocationResult } from '../invocation/invocation.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { stopFunction } from './stopFunction.ts';

export interface InvokeFunctionOptions {
  readonly request: InvocationRequest;
  /** Milliseconds the request waited for the instance to start. */
  readonly coldStartMs?: number;
  readonly signal: AbortSignal;
}

/**
 * Sends one request to an instance that was occupied for it, with the platform's lines around it in the log. An
 * instance the platform would replace begins to end, and is not waited for.
 */
export async function invokeFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  instance: RunningInstance,
  { request, coldStartMs, signal }: InvokeFunctionOptions,
): Promise<InvocationResult> {
  const { clock, settings, randomHex, trace } = context;
  const { log } = record;
  const { spec, containers } = instance;
  const { containerId } = instance.record;
  const requestId = fcIdentifier('1', clock.now(), randomHex);
  // where the kernel allows it, each call of a single-call instance gets a high-water mark of its own
  if (spec.instanceConcurrency === 1) await containers.resetPeakMemory(containerId).catch(() => false);
  log?.invokeStarted(requestId);
  const { result, outcome } = await invoke({
    spec,
    instance,
    request,
    requestId,
    accountId: settings().accountId,
    ...(coldStartMs === undefined ? {} : { coldStartMs }),
    clock,
    peakMemory: () => containers.peakMemory(containerId),
    signal,
  });
  void log?.invokeEnded(result);
  trace(
    `${spec.functionName} ${requestId}: ${outcome}, status ${result.statusCode}, ${result.durationMs.toFixed(2)} ms`,
  );
  // docs: FAQ on timeouts and on canceled invocations: the instance is replaced, unless others share it
  const alone = spec.instanceConcurrency === 1 && spec.container.healthCheck === undefined;
  if (outcome === 'timedOut' || (outcome === 'cancelled' && alone)) {
    const reason = outcome === 'timedOut' ? 'timeout' : 'cancelled';
    stopFunction(context, record, reason).catch((error: unknown) => trace(`could not be stopped: ${String(error)}`));
  }
  return result;
}
