import type { ContainerClient } from '../ports/containerEngine.ts';
import type { TerminationReason } from './instance.ts';
import { isAlive } from './instanceMoves.ts';
import type { RunningInstance } from './runningInstance.ts';

/** Seconds between SIGTERM and SIGKILL. */
const graceSeconds = 3;

/** Ends an instance: no more requests, SIGTERM, SIGKILL after the grace period, and nothing is left of it. */
export async function stopInstance(
  instance: RunningInstance,
  containers: ContainerClient,
  reason: TerminationReason,
): Promise<void> {
  if (!isAlive(instance.record.state) || instance.record.state === 'draining') return;
  instance.move('draining', reason);
  try {
    await containers.stop(instance.record.containerId, graceSeconds);
  } finally {
    await instance.release();
    instance.move('stopped');
  }
}
