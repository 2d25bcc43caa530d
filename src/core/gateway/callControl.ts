import type { IncomingMessage } from 'node:http';
import type { AsyncCallOptions } from './gatewayBackend.ts';
import { invalidArgument, PlatformError } from './platformError.ts';

/** The request headers a client steers a call with (docs: InvokeFunction; the same ones on HTTP triggers). */
export interface CallControl {
  readonly isAsync: boolean;
  /** Whether the end of the log is asked for. */
  readonly wantsLogTail: boolean;
  /** Of an asynchronous call. */
  readonly task: Pick<AsyncCallOptions, 'taskId' | 'delaySeconds'>;
}

type Steered = Pick<IncomingMessage, 'headers'>;

/** @throws PlatformError `InvalidArgument` */
export function readCallControl({ headers }: Steered): CallControl {
  const type = headers['x-fc-invocation-type'] ?? 'Sync';
  if (type !== 'Sync' && type !== 'Async')
    throw invalidArgument(`invocation type '${String(type)}' is neither Sync nor Async`);
  const log = headers['x-fc-log-type'] ?? 'None';
  if (log !== 'None' && log !== 'Tail') throw invalidArgument(`log type '${String(log)}' is neither None nor Tail`);
  const taskId = headers['x-fc-async-task-id'] ?? headers['x-fc-stateful-async-invocation-id'];
  const delay = headers['x-fc-async-delay'];
  return {
    isAsync: type === 'Async',
    wantsLogTail: log === 'Tail',
    task: {
      ...(taskId === undefined ? {} : { taskId: String(taskId) }),
      ...(delay === undefined ? {} : { delaySeconds: Number(delay) }),
    },
  };
}

/** Here are no versions and aliases but the latest (docs: versions). @throws PlatformError */
export function requireLatest(qualifier: string | undefined, functionName: string): void {
  if (qualifier === undefined || qualifier === '' || qualifier === 'LATEST') return;
  const [code, kind] = /^\d+$/.test(qualifier) ? ['VersionNotFound', 'version'] : ['AliasNotFound', 'alias'];
  throw new PlatformError(404, code, `${kind} '${qualifier}' of function '${functionName}' does not exist.`, {
    hint: 'Versions and aliases exist in the cloud only: leave the qualifier out, or say LATEST.',
  });
}

/** As the platform writes its own, now and formerly, or a UUID. */
const requestIdForm =
  /^(?:1-[\da-f]{8}-(?:[\da-f]{8}-[\da-f]{12}|[\da-f]{24})|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})$/i;

/** The request id a client sends is kept, so that it finds the lines of its own call in the log; else there is a new one. */
export function requestIdOf(request: Steered | undefined, newRequestId: () => string): string {
  const sent = request?.headers['x-fc-request-id'];
  return typeof sent === 'string' && requestIdForm.test(sent) ? sent : newRequestId();
}
