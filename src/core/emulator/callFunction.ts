import { fcIdentifier } from '../shared/fcIdentifier.ts';
import { isNonWeb } from '../function/nonWeb.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import type { TerminationReason } from '../instance/instance.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import type { Delivery } from '../invocation/deliver.ts';
import { invoke } from '../invocation/invoke.ts';
import type { CallOptions, InvocationReport, InvocationRequest } from '../invocation/invocation.ts';
import type { SentCall } from '../invocation/reportOf.ts';
import type { InstanceLog } from '../log/instanceLog.ts';
import { refreshCredentials } from './credentialsOf.ts';
import { measureDisk } from './diskUse.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import { endInstance } from './endInstance.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { runEventFunction } from './runEventFunction.ts';
import { takeNote } from './takeNote.ts';

/**
 * One call of a function, its answer going to the sink as it comes, with the platform's lines around it in the log.
 * Starts an instance when there is none with room. An instance the platform would replace begins to end, and is not
 * waited for.
 * @throws StartFailedError, FcError `ResourceExhausted`, the engine's codes: nothing has gone to the sink then; AbortError
 */
export async function callFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  request: InvocationRequest,
  sink: AnswerSink,
  call: CallOptions = {},
): Promise<InvocationReport> {
  if (isNonWeb(record.spec, context.settings().nonWebFunctions))
    return runEventFunction(context, record, request, sink, call);
  return withInstance(context, record, call, async (instance, sent, log) => {
    const { containers, spec } = instance;
    const { containerId } = instance.record;
    // where the kernel allows it, each call of a single-call instance gets a high-water mark of its own
    if (spec.instanceConcurrency === 1) {
      await containers.resetPeakMemory(containerId).catch(() => false);
      if (request.mode === 'event') log?.keepTail(sent.requestId);
    }
    log?.invokeStarted(sent.requestId);
    const { clock } = context;
    const peakMemory = (): ReturnType<typeof containers.peakMemory> => containers.peakMemory(containerId);
    const { report, outcome } = await invoke({ sent, instance, request, sink, clock, peakMemory });
    takeNote(context, spec, report, log);
    if (outcome !== 'answered') context.trace(`${spec.functionName} ${sent.requestId}: ${outcome}`);
    replace(context, record, instance, outcome);
    measureDisk(context, record, instance);
    return report;
  });
}

/** Makes room in an instance for one call, and gives it back when the call is over. */
export async function withInstance<T>(
  context: EmulatorContext,
  record: FunctionRecord,
  call: CallOptions,
  task: (instance: RunningInstance, sent: SentCall, log: InstanceLog | undefined) => Promise<T>,
): Promise<T> {
  const { clock, randomHex } = context;
  const arrived = clock.monotonicMs();
  const startedAt = clock.now();
  const requestId = call.requestId ?? fcIdentifier('1', startedAt, randomHex);
  const { pool } = record;
  const { instance, isColdStart } = await pool.take(call.signal);
  try {
    const { instanceId, coldStart } = instance.record;
    const sent: SentCall = {
      spec: instance.spec,
      instanceId,
      coldStart: isColdStart ? coldStart : undefined,
      requestId,
      call,
      startedAt,
      waitedMs: clock.monotonicMs() - arrived,
      activeInstances: pool.instances.length,
    };
    await refreshCredentials(context, instance, call.signal);
    return await task(instance, sent, record.logs.get(instanceId));
  } finally {
    pool.leave(instance);
  }
}

/** docs: FAQ on timeouts and on canceled invocations: the instance is replaced, unless others share it. */
function replace(
  context: EmulatorContext,
  record: FunctionRecord,
  instance: RunningInstance,
  outcome: Delivery['outcome'],
): void {
  const { instanceConcurrency, container } = instance.spec;
  const isAlone = instanceConcurrency === 1 && container.healthCheck === undefined;
  const reason: TerminationReason | undefined =
    outcome === 'timedOut' ? 'timeout' : outcome === 'cancelled' && isAlone ? 'cancelled' : undefined;
  if (reason !== undefined) endInstance(context, record, instance, reason).catch(() => undefined);
}
