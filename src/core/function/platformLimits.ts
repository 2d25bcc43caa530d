import type { NumberRule } from './numberRule.ts';

/**
 * What the platform allows for a function's numbers. Sources: fc3 `src/schema.json`; "Instance types and specifications"
 * (cpu, memory, disk); "Quotas and limits" (hook timeouts); "Instance concurrency"; "Instance health check"; the API
 * reference (PutProvisionConfigInput, HeaderFieldSessionAffinityConfig, NASConfig: -1 is the default user or group).
 */
export const platformLimits = {
  memorySize: { code: 'invalid-memory-size', least: 128, most: 32768, step: 64, unit: 'MB' },
  cpu: { code: 'invalid-cpu', least: 0.05, most: 16, step: 0.05, unit: 'vCPUs' },
  timeout: { code: 'invalid-timeout', least: 1, most: 86400, unit: 'seconds' },
  instanceConcurrency: { code: 'invalid-instance-concurrency', least: 1, most: 200, unit: 'requests' },
  port: { code: 'invalid-port', least: 1, most: 65535 },
  initializerTimeout: { code: 'invalid-lifecycle-hook', least: 1, most: 300, unit: 'seconds' },
  preStopTimeout: { code: 'invalid-lifecycle-hook', least: 1, most: 90, unit: 'seconds' },
  initialDelaySeconds: { code: 'invalid-health-check', least: 0, most: 120, unit: 'seconds' },
  periodSeconds: { code: 'invalid-health-check', least: 1, most: 120, unit: 'seconds' },
  timeoutSeconds: { code: 'invalid-health-check', least: 1, most: 3, unit: 'seconds' },
  failureThreshold: { code: 'invalid-health-check', least: 1, most: 120 },
  successThreshold: { code: 'invalid-health-check', least: 1, most: 120 },
  maxAsyncRetryAttempts: { code: 'invalid-async-invoke-config', least: 0, most: 8 },
  maxAsyncEventAgeInSeconds: { code: 'invalid-async-invoke-config', least: 1, most: 2592000, unit: 'seconds' },
  reservedConcurrency: { code: 'invalid-scaling', least: 0, unit: 'instances' },
  provisionedInstances: { code: 'invalid-scaling', least: 0, most: 10000, unit: 'instances' },
  minInstances: { code: 'invalid-scaling', least: 0, unit: 'instances' },
  sessionConcurrencyPerInstance: { code: 'invalid-session', least: 1, most: 200, unit: 'sessions' },
  sessionIdleTimeoutInSeconds: { code: 'invalid-session', least: 0, most: 21600, unit: 'seconds' },
  sessionTTLInSeconds: { code: 'invalid-session', least: 1, most: 21600, unit: 'seconds' },
  nasIdentity: { code: 'invalid-mount', least: -1, most: 65534 },
} satisfies Record<string, NumberRule>;
