import type { FunctionSpec } from '../function/functionSpec.ts';
import type { PoolLimits } from '../instance/instancePool.ts';
import type { Settings } from './settings.ts';

/**
 * How many instances a function may have, and keeps: those of `scalingConfig.minInstances`, before it
 * `provisionConfig.defaultTarget` (docs: minimum instances; provisioned instances), within what this machine is given.
 */
export function poolLimits(spec: FunctionSpec, settings: Settings): PoolLimits {
  const { scalingConfig, provisionConfig, concurrencyConfig } = spec;
  const most = Math.min(settings.maxInstances, concurrencyConfig?.reservedConcurrency ?? Infinity);
  return {
    maxInstances: most,
    maxQueued: settings.maxQueuedRequests,
    minInstances: Math.min(most, scalingConfig?.minInstances ?? provisionConfig?.defaultTarget ?? 0),
    idleMs: settings.idleTimeoutSeconds * 1000,
    // docs: provisioned instances, "always allocate CPU": those are never frozen
    freeze: settings.freeze && provisionConfig?.alwaysAllocateCPU !== true,
    concurrency: spec.instanceConcurrency,
  };
}
