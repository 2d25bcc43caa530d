import type { InvocationResult } from '../invocation/invocation.ts';

/** The line before a call's own output (docs: function log, FC 3.0 custom container sample). */
export function invokeStartLine(requestId: string): string {
  return `FC Invoke Start RequestId: ${requestId}`;
}

/** The line after it; a failed call carries the reason (docs: function log; client cancel). */
export function invokeEndLine({ requestId, error }: Pick<InvocationResult, 'requestId' | 'error'>): string {
  const end = `FC Invoke End RequestId: ${requestId}`;
  if (error === undefined) return end;
  return `${end}, Error: ${error.type === 'InvocationError' ? 'Unhandled function error' : error.message}`;
}

/** The numbers of the call, as in the platform's log tail; memory is left out when nobody can tell it. */
export function summaryLine(
  result: Pick<InvocationResult, 'durationMs' | 'billedDurationMs' | 'memorySizeMb' | 'maxMemoryMb'>,
): string {
  return [
    `Duration: ${result.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${result.billedDurationMs} ms`,
    `Memory Size: ${result.memorySizeMb} MB`,
    ...(result.maxMemoryMb === undefined ? [] : [`Max Memory Used: ${result.maxMemoryMb.toFixed(2)} MB`]),
  ].join(', ');
}
