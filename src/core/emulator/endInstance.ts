import type { TerminationReason } from '../instance/instance.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { stopInstance } from '../instance/stopInstance.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { hookWatcher } from './hookWatcher.ts';
import { forget } from './watchInstance.ts';

/**
 * Ends one instance, or waits for the end it is coming to.
 * @throws FcError when the engine could not do it
 */
export async function endInstance(
  context: EmulatorContext,
  record: FunctionRecord,
  instance: RunningInstance,
  reason: TerminationReason,
): Promise<void> {
  const { clock, trace } = context;
  const { functionName, instanceId } = instance.record;
  if (!instance.takesRequests) return instance.gone();
  const watcher = hookWatcher(context, record.logs.get(instanceId));
  try {
    await context.engine.watch(() => stopInstance(instance, { reason, clock, watcher }));
    trace(`stopped ${functionName} (${instanceId}): ${reason}`);
  } catch (error) {
    trace(`${functionName} (${instanceId}) could not be stopped: ${String(error)}`);
    throw error;
  } finally {
    forget(context, record, instance);
  }
}
