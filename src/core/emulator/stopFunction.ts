import type { TerminationReason } from '../instance/instance.ts';
import { stopInstance } from '../instance/stopInstance.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

/** Ends the function's instance; does nothing when there is none. */
export async function stopFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  reason: TerminationReason,
): Promise<void> {
  const { running } = record;
  if (running === undefined) return;
  await context.engine.use(({ containers }) => stopInstance(running, containers, reason));
  record.log?.close();
  context.trace(`stopped ${running.record.functionName} (${running.record.instanceId}): ${reason}`);
}
