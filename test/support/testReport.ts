import type { InvocationReport } from '../../src/core/invocation/invocation.ts';

/** What came of a plain, quick call of `testSpec()`. */
export function testReport(changes: Partial<InvocationReport> = {}): InvocationReport {
  return {
    requestId: '1-67748580-00000001-000000000001',
    functionId: '/shop/s.yaml#hello',
    functionName: 'hello',
    instanceId: 'c-67748580-00000002-000000000002',
    mode: 'event',
    invocationType: 'Sync',
    qualifier: 'LATEST',
    startedAt: new Date('2025-01-01T00:00:00Z'),
    statusCode: 200,
    durationMs: 1.56,
    waitedMs: 0.2,
    billedDurationMs: 2,
    maxMemoryMb: 47.774,
    memoryKind: 'peak',
    memorySizeMb: 512,
    cpu: 0.35,
    diskSizeMb: 512,
    retryCount: 0,
    activeInstances: 1,
    ...changes,
  };
}
