import type { PeakMemory } from '../ports/containerEngine.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { ColdStart } from '../instance/coldStart.ts';
import type { CallOptions, InvocationError, InvocationReport, InvocationRequest } from './invocation.ts';

/** What is known of a call when it is sent. */
export interface SentCall {
  readonly spec: FunctionSpec;
  readonly instanceId: string;
  /** How the instance was started, when this call had it started. */
  readonly coldStart?: ColdStart | undefined;
  readonly requestId: string;
  readonly call: CallOptions;
  readonly startedAt: Date;
  /** Milliseconds this request waited for its place in the instance. */
  readonly waitedMs: number;
  readonly activeInstances: number;
}

/** The account of a call that has ended. */
export function reportOf(
  { spec, instanceId, coldStart, requestId, call, startedAt, waitedMs, activeInstances }: SentCall,
  request: Pick<InvocationRequest, 'mode'> & { readonly method?: string; readonly path?: string },
  came: {
    readonly statusCode: number;
    readonly durationMs: number;
    readonly peak: PeakMemory | undefined;
    readonly error: InvocationError | undefined;
  },
): InvocationReport {
  // built up, not spread together: this happens on every call
  const report: Writable<InvocationReport> = {
    requestId,
    functionId: spec.id,
    functionName: spec.functionName,
    instanceId,
    mode: request.mode,
    invocationType: call.invocationType ?? 'Sync',
    qualifier: call.qualifier ?? 'LATEST',
    startedAt,
    statusCode: came.statusCode,
    durationMs: came.durationMs,
    waitedMs,
    billedDurationMs: Math.ceil(came.durationMs),
    memorySizeMb: spec.memorySize,
    cpu: spec.cpu,
    diskSizeMb: spec.diskSize,
    retryCount: call.retryCount ?? 0,
    activeInstances,
  };
  if (request.method !== undefined) report.target = `${request.method} ${request.path ?? '/'}`;
  if (came.peak !== undefined) {
    report.maxMemoryMb = megabytes(came.peak);
    report.memoryKind = came.peak.kind;
  } else if (came.error?.metric === 'FunctionOOMError') {
    // who was killed for want of memory had reached the limit; the kernel's account of it may be gone by now
    report.maxMemoryMb = spec.memorySize;
    report.memoryKind = 'peak';
  }
  if (coldStart !== undefined) report.coldStart = coldStart;
  if (came.error !== undefined) report.error = came.error;
  return report;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function megabytes({ bytes }: PeakMemory): number {
  return bytes / 1024 / 1024;
}
