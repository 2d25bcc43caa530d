import { FcError } from '../shared/fcError.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { AsyncCallOptions } from './asyncTask.ts';
import type { InvocationRequest } from './invocation.ts';

/** A request that can be sent more than once. */
export type AsyncRequest = InvocationRequest & { readonly body: Uint8Array };

/** Bytes an asynchronous call may carry (docs: quotas, asynchronous payload). */
export const asyncBodyLimit = 128 * 1024;

/**
 * What the platform takes into its queue (docs: asynchronous invocation, delayed call; asynchronous tasks, task id).
 * @throws FcError `InvalidArgument` about the body's size, the task id or the delay
 */
export function requireAsyncCall(
  request: InvocationRequest,
  { taskId, delaySeconds }: AsyncCallOptions,
  spec: FunctionSpec,
): asserts request is AsyncRequest {
  if (!(request.body instanceof Uint8Array)) throw new TypeError('an asynchronous call needs its body in memory');
  const refuse = (message: string, hint: string): FcError =>
    new FcError('InvalidArgument', `The asynchronous call of ${spec.functionName} was not taken: ${message}`, {
      hint,
      about: spec,
    });
  if (request.body.byteLength > asyncBodyLimit)
    throw refuse(
      `its body has ${request.body.byteLength} bytes, and asynchronous calls carry ${asyncBodyLimit} at most.`,
      'Put the data where the function can fetch it, and send the address.',
    );
  if (taskId !== undefined && !/^[A-Za-z_][\w-]{0,127}$/.test(taskId))
    throw refuse(
      'the task id is not of the allowed form.',
      'Begin x-fc-async-task-id with a letter or _, go on with letters, digits, _ and -, and use 128 characters at most.',
    );
  if (delaySeconds !== undefined && !(delaySeconds > 0 && delaySeconds < 3600))
    throw refuse(
      `a delay of ${delaySeconds} seconds is not possible.`,
      'Give x-fc-async-delay more than 0 and less than 3600 seconds.',
    );
}
