import type { Clock } from '../ports/clock.ts';
import type { TerminationReason } from './instance.ts';
import { callPreStop, type HookWatcher } from './lifecycleHooks.ts';
import type { RunningInstance } from './runningInstance.ts';

/** Seconds between SIGTERM and SIGKILL. */
const graceSeconds = 3;

/** Whatever else must be done is done within the five seconds the editor gives. */
const deactivatedPreStopSeconds = 1;

export interface StopInstanceOptions {
  readonly reason: TerminationReason;
  readonly clock: Clock;
  readonly watcher: HookWatcher;
}

/**
 * Ends an instance: no more requests from this moment on, what it serves is answered first when it only makes room for a
 * new image, then its pre-stop hook, SIGTERM, SIGKILL after the grace period, and nothing is left of it. One that is
 * ending already, for whatever reason, is waited for.
 */
export function stopInstance(
  instance: RunningInstance,
  { reason, clock, watcher }: StopInstanceOptions,
): Promise<void> {
  return instance.end(async () => {
    instance.move('draining', reason);
    try {
      if (reason === 'rebuilt') await instance.drained();
      await instance.thaw();
      const longest = reason === 'deactivated' ? deactivatedPreStopSeconds : Infinity;
      await callPreStop(instance, { longest, clock, watcher });
      await instance.containers.stop(instance.record.containerId, graceSeconds);
    } finally {
      await instance.release().finally(() => instance.move('stopped'));
    }
  });
}
