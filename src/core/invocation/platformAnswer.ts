import type { ContainerExit } from '../ports/containerEngine.ts';
import type { Delivery } from './deliver.ts';
import type { InvocationError, InvocationRequest } from './invocation.ts';

/** What the platform says in the place of a function that gave no answer. */
export interface PlatformAnswer {
  readonly statusCode: number;
  /** The value of `X-Fc-Error-Type`. */
  readonly errorType: string;
  readonly body: object;
  readonly error: InvocationError;
}

export interface AnsweredCall {
  readonly mode: InvocationRequest['mode'];
  readonly requestId: string;
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
  readonly durationMs: number;
  readonly peakMb: number | undefined;
}

/**
 * What the caller gets when there is no answer of the function (docs: error handling; troubleshooting):
 * `{"errorMessage": …}`, HTTP 200 for InvokeFunction, 502 for an HTTP trigger.
 */
export function platformAnswer(
  delivery: Exclude<Delivery, { outcome: 'answered' }>,
  call: AnsweredCall,
): PlatformAnswer {
  const memory = `maxMemoryUsage: ${call.peakMb === undefined ? '0' : call.peakMb.toFixed(2)}MB`;
  const duration = `duration: ${Math.round(call.durationMs)}ms`;
  const died = `Process exited unexpectedly before completing request (${duration}, ${memory})`;
  const failed = (message: string, metric: InvocationError['metric'], hint?: string): PlatformAnswer => ({
    statusCode: call.mode === 'event' ? 200 : 502,
    errorType: 'UnhandledInvocationError',
    body: { errorMessage: message },
    error: { type: 'UnhandledInvocationError', message, ...(metric && { metric }), ...(hint && { hint }) },
  });
  switch (delivery.outcome) {
    case 'timedOut':
      return failed(`Function timed out after ${call.timeoutSeconds} seconds (${memory})`, 'FunctionTimeoutError');
    case 'exited':
      return delivery.exit?.oomKilled
        ? failed(died, 'FunctionOOMError', oomHint(call))
        : failed(died, 'FunctionUnhandledError', exitHint(delivery.exit));
    case 'connectionLost': // the platform does not tell the two apart (FAQ on 502 and keep-alive)
      return failed(died, 'FunctionUnhandledError', delivery.reason);
    case 'badResponse': {
      const { message } = delivery;
      return {
        statusCode: 502,
        errorType: 'UnhandledInvocationError',
        body: { RequestId: call.requestId, Code: 'BadResponse', Message: message },
        error: {
          type: 'UnhandledInvocationError',
          metric: 'FunctionUnhandledError',
          message: `BadResponse: ${message}`,
        },
      };
    }
    case 'cancelled': {
      const message = `Invocation canceled by client (${duration}, ${memory})`;
      return {
        statusCode: 499,
        errorType: 'FCCommonError',
        body: { RequestId: call.requestId, Code: 'ClientClosedRequest', Message: message },
        error: { type: 'ClientClosedRequest', message },
      };
    }
  }
}

function oomHint({ memorySizeMb, peakMb }: AnsweredCall): string {
  const peak = peakMb === undefined ? '' : `, at most ${peakMb.toFixed(0)} MB were used`;
  return (
    `It was killed for want of memory: the limit is ${memorySizeMb} MB${peak}. ` +
    'Raise memorySize in s.yaml, or use less.'
  );
}

function exitHint(exit: ContainerExit | undefined): string | undefined {
  if (exit === undefined) return undefined;
  return `The container ended with exit code ${exit.exitCode}; its last lines are in the log.`;
}
