import type { TerminationReason } from '../instance/instance.ts';
import { stopInstance } from '../instance/stopInstance.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

/** Ends the function's instance, or waits for the end it is coming to; does nothing when there is none. */
export async function stopFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  reason: TerminationReason,
): Promise<void> {
  const { latest, log } = record;
  if (!latest?.takesRequests) return latest?.gone();
  await context.engine.watch(() => stopInstance(latest, reason)).finally(() => log?.close());
  context.trace(`stopped ${latest.record.functionName} (${latest.record.instanceId}): ${reason}`);
}
