import type { FunctionSpec } from '../function/functionSpec.ts';
import { billingLine } from '../invocation/billing.ts';
import type { InvocationReport } from '../invocation/invocation.ts';
import type { InstanceLog } from '../log/instanceLog.ts';
import type { EmulatorContext } from './emulatorContext.ts';

/** A call has ended: its function's log gets the end of it, why it failed and what it costs; the history gets the whole. */
export function takeNote(
  { history }: EmulatorContext,
  { instanceConcurrency }: FunctionSpec,
  report: InvocationReport,
  log: InstanceLog | undefined,
): void {
  const hint = report.error?.hint;
  void log?.invokeEnded(report, [...(hint === undefined ? [] : [hint]), billingLine(report, instanceConcurrency)]);
  if (log !== undefined) logs.set(report, log);
  history.add(report);
}

/** Where a call was logged: an instance that died of it is gone from the record by the time somebody asks. */
const logs = new WeakMap<InvocationReport, InstanceLog>();

/** The end of what a call logged, as `X-Fc-Log-Result` carries it; once its output has come. */
export async function logTailOf(report: InvocationReport): Promise<string | undefined> {
  const log = logs.get(report);
  await log?.settled(report.requestId);
  return log?.tail(report.requestId);
}
