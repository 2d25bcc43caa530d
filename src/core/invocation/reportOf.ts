import type { PeakMemory } from '../ports/containerEngine.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import type { CallOptions, InvocationError, InvocationReport, InvocationRequest } from './invocation.ts';

/** What is known of a call when it is sent. */
export interface SentCall {
  readonly instance: RunningInstance;
  readonly requestId: string;
  readonly call: CallOptions;
  readonly startedAt: Date;
  /** Milliseconds this request waited for its place in the instance. */
  readonly waitedMs: number;
  /** Whether it had the instance started. */
  readonly isColdStart: boolean;
  readonly activeInstances: number;
}

/** The account of a call that has ended. */
export function reportOf(
  { instance, requestId, call, startedAt, waitedMs, isColdStart, activeInstances }: SentCall,
  request: Pick<InvocationRequest, 'mode'> & { readonly method?: string; readonly path?: string },
  came: {
    readonly statusCode: number;
    readonly durationMs: number;
    readonly peak: PeakMemory | undefined;
    readonly error: InvocationError | undefined;
  },
): InvocationReport {
  const { spec } = instance;
  const { instanceId, coldStart } = instance.record;
  return {
    requestId,
    functionId: spec.id,
    functionName: spec.functionName,
    instanceId,
    mode: request.mode,
    invocationType: call.invocationType ?? 'Sync',
    qualifier: call.qualifier ?? 'LATEST',
    ...(request.method === undefined ? {} : { target: `${request.method} ${request.path ?? '/'}` }),
    startedAt,
    statusCode: came.statusCode,
    durationMs: came.durationMs,
    waitedMs,
    billedDurationMs: Math.ceil(came.durationMs),
    ...(came.peak === undefined ? {} : { maxMemoryMb: megabytes(came.peak), memoryKind: came.peak.kind }),
    memorySizeMb: spec.memorySize,
    cpu: spec.cpu,
    diskSizeMb: spec.diskSize,
    ...(isColdStart && coldStart !== undefined ? { coldStart } : {}),
    retryCount: call.retryCount ?? 0,
    activeInstances,
    ...(came.error === undefined ? {} : { error: came.error }),
  };
}

export function megabytes({ bytes }: PeakMemory): number {
  return bytes / 1024 / 1024;
}
