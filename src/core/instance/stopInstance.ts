import type { TerminationReason } from './instance.ts';
import type { RunningInstance } from './runningInstance.ts';

/** Seconds between SIGTERM and SIGKILL. */
const graceSeconds = 3;

/**
 * Ends an instance: no more requests from this moment on, SIGTERM, SIGKILL after the grace period, and nothing is left
 * of it. One that is ending already, for whatever reason, is waited for.
 */
export function stopInstance(instance: RunningInstance, reason: TerminationReason): Promise<void> {
  return instance.end(async () => {
    instance.move('draining', reason);
    try {
      await instance.containers.stop(instance.record.containerId, graceSeconds);
    } finally {
      await instance.release().finally(() => instance.move('stopped'));
    }
  });
}
