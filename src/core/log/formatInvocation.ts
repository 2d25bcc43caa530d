import type { HookName } from '../instance/lifecycleHooks.ts';
import type { InvocationReport } from '../invocation/invocation.ts';

/** The line before a call's own output (docs: function log, FC 3.0 custom container sample). */
export function invokeStartLine(requestId: string): string {
  return `FC Invoke Start RequestId: ${requestId}`;
}

/**
 * The line after it; a failed call carries the reason (docs: function log; client cancel). A crash, a timeout and a call
 * that ran out of memory say what the caller is told; a failure the function reported itself (`x-fc-status: 404`) says
 * what the official runtimes write.
 */
export function invokeEndLine({ requestId, error }: Pick<InvocationReport, 'requestId' | 'error'>): string {
  const end = `FC Invoke End RequestId: ${requestId}`;
  if (error === undefined) return end;
  return `${end}, Error: ${error.type === 'InvocationError' ? 'Unhandled function error' : error.message}`;
}

/** The line before what a lifecycle hook prints (docs: lifecycle hooks of a custom container, sample log). */
export function hookStartLine(hook: HookName, requestId: string): string {
  return `FC ${hook} Start RequestId: ${requestId}`;
}

/** The line after it. How the platform writes a failed hook is in no sample: as it writes a failed call. */
export function hookEndLine(hook: HookName, requestId: string, error?: string): string {
  const end = `FC ${hook} End RequestId: ${requestId}`;
  return error === undefined ? end : `${end}, Error: ${error}`;
}

/** The numbers of the call, as in the platform's log tail; memory is left out when nobody can tell it. */
export function summaryLine({
  durationMs,
  billedDurationMs,
  memorySizeMb,
  maxMemoryMb,
}: Pick<InvocationReport, 'durationMs' | 'billedDurationMs' | 'memorySizeMb' | 'maxMemoryMb'>): string {
  const spent = `Duration: ${durationMs.toFixed(2)} ms, Billed Duration: ${billedDurationMs} ms`;
  const memory = `Memory Size: ${memorySizeMb} MB`;
  const used = maxMemoryMb === undefined ? '' : `, Max Memory Used: ${maxMemoryMb.toFixed(2)} MB`;
  return `${spent}, ${memory}${used}`;
}

/**
 * Stands after the summary in the log when the memory is not the kernel's high-water mark: a peak between two looks may
 * have been higher. After the platform's text, so that whoever looks for `Max Memory Used: 47.77 MB` finds it; the tail
 * that clients get does not have it.
 */
export const sampledMark = ' (sampled)';
