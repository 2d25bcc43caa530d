import { asyncBodyLimit } from '../invocation/requireAsyncCall.ts';
import type { InvocationReport } from '../invocation/invocation.ts';
import type { ApiContext, ApiRequest } from './apiOperation.ts';
import { readCallControl, requireLatest } from './callControl.ts';
import type { ClientCall } from './clientCall.ts';
import { CollectedAnswer } from './collectedAnswer.ts';
import type { GatewayFunction } from './gatewayBackend.ts';
import { entityTooLarge, errorBody, functionNotFound, toPlatformError } from './platformError.ts';
import { maxBodyBytes, readBody, type BodyLimit } from './requestBody.ts';

/** What the operation is called by in each generation of the API. */
export interface InvokeNames {
  readonly exposedHeaders: string;
  /** Names the task in the answer to an asynchronous call. */
  readonly taskHeader: string;
}

const names: InvokeNames = { exposedHeaders: 'Date,x-fc-request-id', taskHeader: 'X-Fc-Async-Task-Id' };

const syncLimit: BodyLimit = { bytes: maxBodyBytes, tooLarge: () => entityTooLarge(maxBodyBytes) };
const asyncLimit: BodyLimit = { bytes: asyncBodyLimit, tooLarge: () => entityTooLarge(asyncBodyLimit) };

/** `POST /2023-03-30/functions/{functionName}/invocations` (docs: API reference, InvokeFunction). */
export async function invokeFunction({ call, parts, query }: ApiRequest, context: ApiContext): Promise<void> {
  const [functionName = ''] = parts;
  const found = context.functions.byName(functionName);
  if (found === undefined) throw functionNotFound(functionName);
  requireLatest(query.get('qualifier') ?? undefined, functionName);
  await invokeWithEvent(call, found, names, context);
}

/** The event goes in, the body of the answer comes out; all else the caller learns from headers. */
export async function invokeWithEvent(
  call: ClientCall,
  { spec }: GatewayFunction,
  { exposedHeaders, taskHeader }: InvokeNames,
  { backend, clock }: ApiContext,
): Promise<void> {
  const { requestId, signal } = call;
  const { isAsync, wantsLogTail, task } = readCallControl(call.request);
  const body = await readBody(call, isAsync ? asyncLimit : syncLimit, { clock, seconds: spec.timeout });
  const exposed = ['Access-Control-Expose-Headers', exposedHeaders];
  if (isAsync) {
    const ticket = await backend.enqueue(spec.id, { mode: 'event', body }, { ...task, requestId });
    call.answer(202, [...exposed, taskHeader, ticket.taskId], new Uint8Array(0));
    return;
  }
  const answer = new CollectedAnswer();
  let report: InvocationReport;
  try {
    report = await backend.call(spec.id, { mode: 'event', body }, answer, { requestId, signal });
  } catch (error) {
    const failure = toPlatformError(error);
    if (failure.errorType !== 'InitializationError') throw error;
    // always 200, and told by the header (docs: lifecycle hooks)
    const about = ['Content-Type', 'application/json', 'X-Fc-Error-Type', failure.errorType];
    call.answer(200, [...about, ...exposed], errorBody(failure, requestId, call.dialect));
    return;
  }
  const outcome = outcomeOf(answer, report);
  // with other calls beside it the platform cannot tell what is whose either (docs: instance concurrency)
  const tail = wantsLogTail && spec.instanceConcurrency === 1 ? await backend.logTail(report) : undefined;
  const log = tail === undefined ? [] : ['X-Fc-Log-Result', Buffer.from(tail).toString('base64')];
  call.answer(200, [...outcome.headers, ...reportHeaders(report), ...log, ...exposed], outcome.body);
}

/** docs: InvokeFunction, response headers. */
function reportHeaders({ instanceId, billedDurationMs, maxMemoryMb, qualifier }: InvocationReport): string[] {
  return [
    ...['X-Fc-Instance-Id', instanceId],
    ...['X-Fc-Invocation-Duration', String(billedDurationMs)],
    ...(maxMemoryMb === undefined ? [] : ['X-Fc-Max-Memory-Usage', maxMemoryMb.toFixed(2)]),
    ...['X-Fc-Invocation-Service-Version', qualifier],
  ];
}

/** The function's body, or what the platform says in its place (docs: error handling). */
function outcomeOf(answer: CollectedAnswer, { error }: InvocationReport): { headers: string[]; body: Uint8Array } {
  const failed = (type: string, body: Uint8Array): { headers: string[]; body: Uint8Array } => ({
    headers: ['Content-Type', 'application/json', 'X-Fc-Error-Type', type],
    body,
  });
  if (answer.isTooLarge)
    return failed(
      'UnhandledInvocationError',
      said(`the answer is larger than the ${maxBodyBytes} bytes that are allowed`),
    );
  if (error?.type === 'InvocationError')
    return { headers: ['Content-Type', 'application/octet-stream', 'X-Fc-Error-Type', error.type], body: answer.body };
  // an answer that broke off is none: the caller gets it whole or not at all
  if (error !== undefined) return failed(error.type, answer.isBroken ? said(error.message) : answer.body);
  return { headers: ['Content-Type', 'application/octet-stream'], body: answer.body };
}

function said(errorMessage: string): Uint8Array {
  return Buffer.from(JSON.stringify({ errorMessage }));
}
