import { fcIdentifier } from '../shared/fcIdentifier.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import type { TerminationReason } from '../instance/instance.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { billingLine } from '../invocation/billing.ts';
import type { Delivery } from '../invocation/deliver.ts';
import { invoke } from '../invocation/invoke.ts';
import type { CallOptions, InvocationReport, InvocationRequest } from '../invocation/invocation.ts';
import { measureDisk } from './diskUse.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import { endInstance } from './endInstance.ts';
import type { FunctionRecord } from './functionRecord.ts';

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
  const { clock } = context;
  const arrived = clock.monotonicMs();
  const startedAt = clock.now();
  const requestId = call.requestId ?? fcIdentifier('1', startedAt, context.randomHex);
  const { pool } = record;
  const { instance, isColdStart } = await pool.take(call.signal);
  try {
    const { containers, spec } = instance;
    const { containerId, instanceId } = instance.record;
    const log = record.logs.get(instanceId);
    // where the kernel allows it, each call of a single-call instance gets a high-water mark of its own
    if (spec.instanceConcurrency === 1) {
      await containers.resetPeakMemory(containerId).catch(() => false);
      if (request.mode === 'event') log?.keepTail(requestId);
    }
    log?.invokeStarted(requestId);
    const { report, outcome } = await invoke({
      instance,
      request,
      sink,
      requestId,
      call,
      startedAt,
      waitedMs: clock.monotonicMs() - arrived,
      isColdStart,
      activeInstances: pool.instances.length,
      clock,
      peakMemory: () => containers.peakMemory(containerId),
    });
    void log?.invokeEnded(report, [billingLine(report)]);
    context.history.add(report);
    if (outcome !== 'answered') context.trace(`${spec.functionName} ${requestId}: ${outcome}`);
    replace(context, record, instance, outcome);
    measureDisk(context, record, instance);
    return report;
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
