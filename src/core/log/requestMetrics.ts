import type { ColdStart } from '../instance/coldStart.ts';
import type { InvocationReport } from '../invocation/invocation.ts';

/**
 * One call as the platform writes it into the log service, `__topic__: FCRequestMetrics:/<function>` (docs: request
 * metrics). Numbers and truth values are written as such: the log service indexes the columns with these types, and the
 * docs' queries compare them (`durationMs > 1000`). Timestamps are milliseconds, durations too, with two decimals.
 *
 * Left out is what nobody here can know: `ipAddress`, `traceContext`, `isSampled`.
 */
export interface RequestMetrics {
  readonly __topic__: string;
  /** Seconds. */
  readonly __time__: number;
  readonly functionName: string;
  /** Empty for LATEST. */
  readonly versionId: string;
  readonly qualifier: string;
  readonly requestId: string;
  readonly operation: 'InvokeFunction';
  readonly invocationType: 'Sync' | 'Async';
  readonly memoryMB: number;
  /** Absent when the engine cannot tell. */
  readonly memoryUsageMB?: number;
  /** Inside the instance. */
  readonly durationMs: number;
  readonly isColdStart: boolean;
  readonly hasFunctionError: boolean;
  /** From the arrival to the end. */
  readonly invokeFunctionLatencyMs: number;
  readonly resourceMode: 'OnDemand';
  readonly invokeFunctionStartTimestamp: number;
  readonly invocationStartTimestamp: number;
  readonly instanceID: string;
  readonly hostname: string;
  /** Of the account in the cloud; here a function counts its own. */
  readonly activeInstances: number;
  readonly activeInstancesPerFunction: number;
  readonly scheduleLatencyMs: number;
  readonly errorType?: NonNullable<InvocationReport['error']>['metric'];
  readonly instanceEvent?: 'ColdStart';
  readonly coldStartStartTimestamp?: number;
  readonly coldStartLatencyMs?: number;
  /** Of a container: looking its image up, and pulling it. */
  readonly prepareCodeStartTimestamp?: number;
  readonly prepareCodeLatencyMs?: number;
  /** From the container's creation to an open CAPort. */
  readonly runtimeInitializationStartTimestamp?: number;
  readonly runtimeInitializationMs?: number;
  readonly asyncAttemptStartTimestamp?: number;
  readonly asyncAttemptLatencyMs?: number;
  readonly asyncMode?: 'Stateless' | 'Stateful';
  readonly retryCount?: number;
  /** Of HTTP calls. The docs say that they are recorded, not under which names; without the query, which may be secret. */
  readonly method?: string;
  readonly path?: string;
  readonly statusCode?: number;
}

export interface RequestMetricsOptions {
  /** `asyncInvokeConfig.asyncTask` of the function: whether the states of its asynchronous calls are kept. */
  readonly isAsyncTask?: (functionId: string) => boolean;
}

export function requestMetrics(report: InvocationReport, options: RequestMetricsOptions = {}): RequestMetrics {
  const { functionName, qualifier, error, durationMs, waitedMs, coldStart } = report;
  const arrived = report.startedAt.getTime();
  const sent = arrived + waitedMs;
  // a client that went away is no error of the function (docs: request list, client errors)
  const failed = error !== undefined && error.type !== 'ClientClosedRequest';
  return {
    __topic__: `FCRequestMetrics:/${functionName}`,
    __time__: Math.floor(arrived / 1000),
    functionName,
    versionId: qualifier === 'LATEST' ? '' : qualifier,
    qualifier,
    requestId: report.requestId,
    operation: 'InvokeFunction',
    invocationType: report.invocationType,
    memoryMB: report.memorySizeMb,
    ...(report.maxMemoryMb === undefined ? {} : { memoryUsageMB: hundredths(report.maxMemoryMb) }),
    durationMs: hundredths(durationMs),
    isColdStart: coldStart !== undefined,
    hasFunctionError: failed,
    invokeFunctionLatencyMs: hundredths(waitedMs + durationMs),
    resourceMode: 'OnDemand',
    invokeFunctionStartTimestamp: arrived,
    invocationStartTimestamp: Math.round(sent),
    instanceID: report.instanceId,
    hostname: report.instanceId,
    activeInstances: report.activeInstances,
    activeInstancesPerFunction: report.activeInstances,
    scheduleLatencyMs: hundredths(waitedMs),
    ...(failed ? { errorType: error.metric ?? 'FunctionUnhandledError' } : {}),
    ...(coldStart === undefined ? {} : coldStartFields(coldStart, sent)),
    ...(report.invocationType === 'Async' ? asyncFields(report, options) : {}),
    ...(report.mode === 'http' ? httpFields(report) : {}),
  };
}

/** JSON lines, oldest first, for saving. */
export function requestMetricsLines(reports: readonly InvocationReport[], options?: RequestMetricsOptions): string {
  return [...reports]
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
    .map((report) => `${JSON.stringify(requestMetrics(report, options))}\n`)
    .join('');
}

/** The cold start ended when the request was sent. */
function coldStartFields(coldStart: ColdStart, sent: number): Partial<RequestMetrics> {
  const began = Math.round(sent - coldStart.totalMs);
  const prepareCodeMs = coldStart.imageMs + coldStart.pullMs;
  return {
    instanceEvent: 'ColdStart',
    coldStartStartTimestamp: began,
    coldStartLatencyMs: hundredths(coldStart.totalMs),
    prepareCodeStartTimestamp: began,
    prepareCodeLatencyMs: hundredths(prepareCodeMs),
    runtimeInitializationStartTimestamp: Math.round(began + prepareCodeMs),
    runtimeInitializationMs: hundredths(coldStart.createMs + coldStart.startMs + coldStart.portMs),
  };
}

function asyncFields(report: InvocationReport, { isAsyncTask }: RequestMetricsOptions): Partial<RequestMetrics> {
  return {
    asyncAttemptStartTimestamp: report.startedAt.getTime(),
    asyncAttemptLatencyMs: hundredths(report.waitedMs + report.durationMs),
    asyncMode: isAsyncTask?.(report.functionId) === true ? 'Stateful' : 'Stateless',
    retryCount: report.retryCount,
  };
}

function httpFields({ target = '', statusCode }: InvocationReport): Partial<RequestMetrics> {
  const [method = '', path = ''] = target.split(' ');
  return { method, path: path.replace(/\?.*/s, ''), statusCode };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
