import { FcError } from '../shared/fcError.ts';
import type { AsyncTaskError } from './asyncTask.ts';
import type { InvocationReport } from './invocation.ts';

/** What an asynchronous call gets back from the function: the report, and its answer read whole. */
export interface AsyncAnswer {
  readonly report: InvocationReport;
  readonly body: Uint8Array;
}

/**
 * What one attempt came to, by what follows from it (docs: asynchronous invocation, retry mechanism):
 * `succeeded` · `functionFailed` counts, is billed, and is retried as often as the function allows · `notTaken` nobody
 * ran it (throttled, or the system's fault): retried for five hours, not billed, not an attempt · `impossible` no
 * retry will help · `functionGone`.
 */
export type Attempt =
  | (AttemptResult & { readonly outcome: 'succeeded'; readonly error?: never })
  | (AttemptResult & { readonly outcome: FailedOutcome; readonly error: AsyncTaskError });

type FailedOutcome = 'functionFailed' | 'notTaken' | 'impossible' | 'functionGone';

interface AttemptResult {
  /** What the function answered, or the platform in its place. */
  readonly payload: Uint8Array;
  /** As the callback record tells it: 200 when the system did its part. */
  readonly statusCode: number;
  readonly instanceId?: string;
}

/**
 * Starts that fail are the function's fault and end after its own number of retries: a container that exits at start
 * does so again, and five hours of restarts would hide it. The docs list neither class for them.
 */
const failedStarts: Readonly<Record<string, number>> = {
  FunctionNotStarted: 412,
  CAExited: 412,
  CAFileNotFound: 412,
  CAFilePermission: 412,
  // the API answers 200 to a failed initializer (docs: lifecycle hooks of custom containers)
  InitializationError: 200,
};

/** The status of what may pass; any other error is the system's, 500. */
const passing: Readonly<Record<string, number>> = { ResourceExhausted: 429, PreconditionFailed: 412 };

/** What is wrong with the request or the function's files: the same next time. */
const neverWell: ReadonlySet<string> = new Set(['InvalidArgument', 'ConfigInvalid', 'NameInvalid']);

/** Judges an answer. A function that answers with any HTTP status has done its work: only `error` says it failed. */
export function attemptOf({ report: { error, instanceId }, body }: AsyncAnswer): Attempt {
  const result = { payload: body, statusCode: 200, instanceId };
  if (error === undefined) return { ...result, outcome: 'succeeded' };
  return { ...result, outcome: 'functionFailed', error: { type: error.type, message: error.message } };
}

/** Judges what a call was refused with. */
export function refusedAttempt(thrown: unknown, requestId: string): Attempt {
  const code: string = thrown instanceof FcError ? thrown.code : 'InternalServerError';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const { outcome, statusCode } = verdict(code);
  // the platform's own answer (docs: error handling); a failed initializer is told like a failed function
  const answer =
    statusCode === 200 ? { errorMessage: message } : { RequestId: requestId, Code: code, Message: message };
  const payload = new TextEncoder().encode(JSON.stringify(answer));
  return { outcome, statusCode, payload, error: { type: code, message } };
}

function verdict(code: string): { readonly outcome: FailedOutcome; readonly statusCode: number } {
  const failedStart = failedStarts[code];
  if (failedStart !== undefined) return { outcome: 'functionFailed', statusCode: failedStart };
  if (code === 'FunctionNotFound') return { outcome: 'functionGone', statusCode: 404 };
  if (neverWell.has(code)) return { outcome: 'impossible', statusCode: 400 };
  return { outcome: 'notTaken', statusCode: passing[code] ?? 500 };
}
