import { describe, expect, it } from 'vitest';
import { requestMetrics, requestMetricsLines } from '../../../src/core/log/requestMetrics.ts';
import { testReport } from '../../support/testReport.ts';

const startedAt = new Date(1705476027406);

describe('The request metrics of a call', () => {
  it("are the platform's record, field by field", () => {
    const report = testReport({
      startedAt,
      durationMs: 1.561,
      waitedMs: 1.36,
      maxMemoryMb: 8.9912,
      activeInstances: 2,
    });
    expect(requestMetrics(report)).toEqual({
      __topic__: 'FCRequestMetrics:/hello',
      __time__: 1705476027,
      functionName: 'hello',
      versionId: '',
      qualifier: 'LATEST',
      requestId: report.requestId,
      operation: 'InvokeFunction',
      invocationType: 'Sync',
      memoryMB: 512,
      memoryUsageMB: 8.99,
      durationMs: 1.56,
      isColdStart: false,
      hasFunctionError: false,
      invokeFunctionLatencyMs: 2.92,
      resourceMode: 'OnDemand',
      invokeFunctionStartTimestamp: 1705476027406,
      invocationStartTimestamp: 1705476027407,
      instanceID: report.instanceId,
      hostname: report.instanceId,
      activeInstances: 2,
      activeInstancesPerFunction: 2,
      scheduleLatencyMs: 1.36,
    });
  });

  it('leave memory out when nobody could tell it', () => {
    const { maxMemoryMb: _unknown, ...report } = testReport();
    expect(requestMetrics(report)).not.toHaveProperty('memoryUsageMB');
  });

  it('break a cold start down', () => {
    const coldStart = {
      imageMs: 3,
      pullMs: 97,
      createMs: 8,
      startMs: 160,
      portMs: 42,
      initializerMs: 190,
      totalMs: 500,
    };
    expect(requestMetrics(testReport({ startedAt, waitedMs: 510, coldStart }))).toMatchObject({
      isColdStart: true,
      instanceEvent: 'ColdStart',
      coldStartStartTimestamp: startedAt.getTime() + 10,
      coldStartLatencyMs: 500,
      prepareCodeStartTimestamp: startedAt.getTime() + 10,
      prepareCodeLatencyMs: 100,
      runtimeInitializationStartTimestamp: startedAt.getTime() + 110,
      runtimeInitializationMs: 210,
      invocationStartTimestamp: startedAt.getTime() + 510,
    });
  });

  it.each([
    ['FunctionOOMError', 'FunctionOOMError'],
    ['FunctionTimeoutError', 'FunctionTimeoutError'],
    [undefined, 'FunctionUnhandledError'],
  ] as const)('name the error of a function that failed (%s)', (metric, errorType) => {
    const error = { type: 'UnhandledInvocationError', message: 'gone', ...(metric ? { metric } : {}) } as const;
    expect(requestMetrics(testReport({ error }))).toMatchObject({ hasFunctionError: true, errorType });
  });

  it("do not count a client that went away as the function's error", () => {
    const metrics = requestMetrics(testReport({ error: { type: 'ClientClosedRequest', message: 'canceled' } }));
    expect(metrics.hasFunctionError).toBe(false);
    expect(metrics).not.toHaveProperty('errorType');
  });

  it('tell an attempt of an asynchronous call', () => {
    const report = testReport({ startedAt, invocationType: 'Async', retryCount: 2, waitedMs: 1, durationMs: 1687.74 });
    expect(requestMetrics(report, { isAsyncTask: () => true })).toMatchObject({
      invocationType: 'Async',
      asyncAttemptStartTimestamp: startedAt.getTime(),
      asyncAttemptLatencyMs: 1688.74,
      asyncMode: 'Stateful',
      retryCount: 2,
    });
    expect(requestMetrics(report)).toMatchObject({ asyncMode: 'Stateless' });
    expect(requestMetrics(testReport())).not.toHaveProperty('asyncMode');
  });

  it('tell the path of an HTTP call without its query, which may hold a secret', () => {
    const report = testReport({ mode: 'http', target: 'GET /orders/7?token=s3cret', statusCode: 404 });
    expect(requestMetrics(report)).toMatchObject({ method: 'GET', path: '/orders/7', statusCode: 404 });
    expect(JSON.stringify(requestMetrics(report))).not.toContain('s3cret');
  });

  it('name the version that was called', () => {
    expect(requestMetrics(testReport({ qualifier: '12' }))).toMatchObject({ versionId: '12', qualifier: '12' });
  });
});

it('A history is saved as JSON lines, oldest call first', () => {
  const later = testReport({ requestId: 'later', startedAt: new Date(2000) });
  const earlier = testReport({ requestId: 'earlier', startedAt: new Date(1000) });
  const lines = requestMetricsLines([later, earlier]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[2]).toBe('');
  expect(lines.slice(0, 2).map((line) => (JSON.parse(line) as { requestId: string }).requestId)).toEqual([
    'earlier',
    'later',
  ]);
  expect(requestMetricsLines([])).toBe('');
});
