import type { Clock } from '../ports/clock.ts';
import type { PeakMemory } from '../ports/containerEngine.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { CallerSink } from './callerSink.ts';
import { deliver, type Delivery } from './deliver.ts';
import type { CallOptions, InvocationError, InvocationReport, InvocationRequest } from './invocation.ts';
import { outgoingRequest } from './outgoingRequest.ts';
import { platformAnswer } from './platformAnswer.ts';

export interface InvokeOptions {
  readonly instance: RunningInstance;
  readonly request: InvocationRequest;
  /** Where the answer goes, the platform's own when the function gives none. */
  readonly sink: AnswerSink;
  readonly requestId: string;
  readonly call: CallOptions;
  readonly startedAt: Date;
  /** Milliseconds this request waited for its place in the instance. */
  readonly waitedMs: number;
  /** Whether it had the instance started. */
  readonly isColdStart: boolean;
  readonly activeInstances: number;
  readonly clock: Clock;
  readonly peakMemory: () => Promise<PeakMemory | undefined>;
}

export interface Invocation {
  readonly report: InvocationReport;
  readonly outcome: Delivery['outcome'];
}

/**
 * One invocation, from the request to the numbers on its summary line. A function that fails (crash, timeout,
 * `x-fc-status: 404`) gives a report with `error`, as in the cloud. Room in the instance has been made for it.
 */
export async function invoke(options: InvokeOptions): Promise<Invocation> {
  const { instance, request, requestId, call, clock } = options;
  const { spec, record } = { spec: instance.spec, record: instance.record };
  const started = clock.monotonicMs();
  const sink = new CallerSink(options.sink, request.mode);
  const delivery = await deliver({
    instance,
    request: outgoingRequest(request, instance.identity, { ...call, requestId }),
    sink,
    timeoutSeconds: spec.timeout,
    clock,
    signal: call.signal,
  });
  const durationMs = clock.monotonicMs() - started;
  const peak = await options.peakMemory().catch(() => undefined);
  const peakMb = peak === undefined ? undefined : peak.bytes / 1024 / 1024;
  const error = conclude(delivery, sink, {
    mode: request.mode,
    requestId,
    timeoutSeconds: spec.timeout,
    memorySizeMb: spec.memorySize,
    durationMs,
    peakMb,
  });
  const report: InvocationReport = {
    requestId,
    functionId: spec.id,
    functionName: spec.functionName,
    instanceId: record.instanceId,
    mode: request.mode,
    invocationType: call.invocationType ?? 'Sync',
    qualifier: call.qualifier ?? 'LATEST',
    ...(request.mode === 'http' ? { target: `${request.method} ${request.path}` } : {}),
    startedAt: options.startedAt,
    statusCode: sink.statusCode,
    durationMs,
    waitedMs: options.waitedMs,
    billedDurationMs: Math.ceil(durationMs),
    ...(peak === undefined || peakMb === undefined ? {} : { maxMemoryMb: peakMb, memoryKind: peak.kind }),
    memorySizeMb: spec.memorySize,
    cpu: spec.cpu,
    diskSizeMb: spec.diskSize,
    ...(options.isColdStart && record.coldStart !== undefined ? { coldStart: record.coldStart } : {}),
    retryCount: call.retryCount ?? 0,
    activeInstances: options.activeInstances,
    ...(error === undefined ? {} : { error }),
  };
  return { outcome: delivery.outcome, report };
}

/** Gives the caller the platform's answer when the function gave none, and says what went wrong. */
function conclude(
  delivery: Delivery,
  sink: CallerSink,
  call: Parameters<typeof platformAnswer>[1],
): InvocationError | undefined {
  if (delivery.outcome === 'answered') {
    const message = sink.reportedFailure;
    return message === undefined ? undefined : { type: 'InvocationError', metric: 'FunctionUnhandledError', message };
  }
  const { statusCode, errorType, body, error } = platformAnswer(delivery, call);
  // when the answer has begun nothing can take it back: the caller sees it break off
  if (sink.statusCode === 0) {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = ['content-type', 'application/json', 'content-length', String(bytes.length)];
    sink.answer(statusCode, [...headers, 'x-fc-error-type', errorType], bytes);
  }
  return error;
}
