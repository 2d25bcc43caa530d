import type { HeaderList } from '../instance/answerSink.ts';
import type { ColdStart } from '../instance/coldStart.ts';
import type { RequestBody } from '../instance/instanceClient.ts';

/** How a request reaches a function: `event` = InvokeFunction (`POST /invoke`), `http` = an HTTP trigger, passed through. */
export type InvocationRequest = EventRequest | HttpRequest;

export interface EventRequest {
  readonly mode: 'event';
  readonly body: RequestBody;
}

export interface HttpRequest {
  readonly mode: 'http';
  readonly method: string;
  /** Path and query, beginning with `/`. */
  readonly path: string;
  /** As the client sent them. */
  readonly headers: HeaderList;
  readonly body: RequestBody;
}

/** What a caller may say about a call beyond the request itself. */
export interface CallOptions {
  /** Kept instead of a new one. */
  readonly requestId?: string;
  /** Version or alias the caller named; `LATEST` when none. */
  readonly qualifier?: string;
  /** `Async` when it comes out of the queue. */
  readonly invocationType?: 'Sync' | 'Async';
  /** How often this asynchronous call was tried before. */
  readonly retryCount?: number;
  /** The client's address as the function sees it in `x-forwarded-for`. */
  readonly clientIp?: string;
  /** Ends the call: the client went away. */
  readonly signal?: AbortSignal;
}

/** What came of one call, without the answer itself. Plain data: this is what the history keeps. */
export interface InvocationReport {
  /** `1-<8 hex>-<8 hex>-<12 hex>`, first group the unix seconds. */
  readonly requestId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly instanceId: string;
  readonly mode: InvocationRequest['mode'];
  readonly invocationType: 'Sync' | 'Async';
  readonly qualifier: string;
  /** Of an HTTP call: `GET /path`. */
  readonly target?: string;
  /** When the call arrived. */
  readonly startedAt: Date;
  /** The HTTP status of the answer (in event mode the cloud does not pass it on to the caller). */
  readonly statusCode: number;
  /** Inside the instance: from the request sent to the last byte of its answer. */
  readonly durationMs: number;
  /** From the arrival to the request sent: waiting for a free instance, a cold start included. */
  readonly waitedMs: number;
  /** Whole milliseconds, rounded up, as Function Compute bills. */
  readonly billedDurationMs: number;
  /** MB, of the limit in `memorySizeMb`; absent when the engine cannot tell. */
  readonly maxMemoryMb?: number;
  /** `peak`: the kernel's high-water mark; `sampled`: the use at one moment. */
  readonly memoryKind?: 'peak' | 'sampled';
  readonly memorySizeMb: number;
  readonly cpu: number;
  readonly diskSizeMb: number;
  /** MB in the writable layer after the call, where it was measured. */
  readonly diskUsedMb?: number;
  /** Present when this call had to start an instance. */
  readonly coldStart?: ColdStart;
  readonly retryCount: number;
  /** Instances of the function when the call was sent. */
  readonly activeInstances: number;
  /** The function failed (crash, timeout, `x-fc-status: 404`): the platform's error type and text. */
  readonly error?: InvocationError;
}

export interface InvocationError {
  /** As in the header `X-Fc-Error-Type`. */
  readonly type: 'UnhandledInvocationError' | 'InvocationError' | 'InitializationError' | 'ClientClosedRequest';
  /** As in the request metrics (docs: request metrics). */
  readonly metric?: 'FunctionOOMError' | 'FunctionTimeoutError' | 'FunctionUnhandledError';
  readonly message: string;
  /** What we found beyond the platform's text. */
  readonly hint?: string;
}

/** What came of one call, with an answer that was read whole. */
export interface InvocationResult extends InvocationReport {
  /** The container's own headers, names in lower case, repeated values joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
