import type { HookWatcher } from '../instance/lifecycleHooks.ts';
import type { InstanceLog } from '../log/instanceLog.ts';
import type { EmulatorContext } from './emulatorContext.ts';

/**
 * Puts the platform's lines around what a hook prints. A hook's id is a UUID, not the id of the request that caused it
 * (docs: lifecycle hooks, sample of a custom container).
 */
export function hookWatcher({ randomHex }: EmulatorContext, log: InstanceLog | undefined): HookWatcher {
  return {
    newHookId: () => [8, 4, 4, 4, 12].map((digits) => randomHex(digits)).join('-'),
    started: (hook, requestId) => log?.hookStarted(hook, requestId),
    ended: (hook, requestId, failure) => void log?.hookEnded(hook, requestId, failure),
  };
}
