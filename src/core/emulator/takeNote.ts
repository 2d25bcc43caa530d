import type { FunctionSpec } from '../function/functionSpec.ts';
import { billingLine } from '../invocation/billing.ts';
import type { InvocationReport } from '../invocation/invocation.ts';
import type { InstanceLog } from '../log/instanceLog.ts';
import type { EmulatorContext } from './emulatorContext.ts';

/** A call has ended: its function's log gets the end of it and what it costs, the history gets the whole. */
export function takeNote(
  { history }: EmulatorContext,
  { instanceConcurrency }: FunctionSpec,
  report: InvocationReport,
  log: InstanceLog | undefined,
): void {
  void log?.invokeEnded(report, [billingLine(report, instanceConcurrency)]);
  history.add(report);
}
