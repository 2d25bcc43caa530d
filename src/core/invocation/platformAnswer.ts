import type { ContainerExit } from '../ports/containerEngine.ts';
import type { Delivery } from './deliver.ts';
import type { Exchange } from './exchange.ts';
import type { InvocationRequest, InvocationResult } from './invocation.ts';

export interface PlatformAnswer {
  readonly answer: Exchange;
  readonly error?: NonNullable<InvocationResult['error']>;
}

/**
 * What the caller gets: the function's answer, or the platform's own when there is none (docs: error handling;
 * `{"errorMessage": …}`, HTTP 200 for InvokeFunction, 502 for an HTTP trigger).
 */
export function platformAnswer(
  delivery: Delivery,
  call: {
    readonly mode: InvocationRequest['mode'];
    readonly timeoutSeconds: number;
    readonly durationMs: number;
    readonly peakMb: number | undefined;
  },
): PlatformAnswer {
  const memory = `maxMemoryUsage: ${call.peakMb === undefined ? '0' : call.peakMb.toFixed(2)}MB`;
  const duration = `duration: ${Math.round(call.durationMs)}ms`;
  const failed = (message: string, hint?: string): PlatformAnswer => ({
    answer: jsonAnswer(call.mode === 'event' ? 200 : 502, { errorMessage: message }),
    error: { type: 'UnhandledInvocationError', message, ...(hint === undefined ? {} : { hint }) },
  });
  switch (delivery.outcome) {
    case 'answered':
      return withReportedFailure(delivery.answer);
    case 'timedOut':
      return failed(`Function timed out after ${call.timeoutSeconds} seconds (${memory})`);
    case 'exited':
      return failed(
        `Process exited unexpectedly before completing request (${duration}, ${memory})`,
        exitHint(delivery.exit),
      );
    case 'connectionLost': // the platform does not tell the two apart (FAQ on 502 and keep-alive)
      return failed(`Process exited unexpectedly before completing request (${duration}, ${memory})`, delivery.reason);
    case 'cancelled': {
      const message = `Invocation canceled by client (${duration}, ${memory})`;
      return { answer: jsonAnswer(499, { errorMessage: message }), error: { type: 'ClientClosedRequest', message } };
    }
  }
}

function exitHint(exit: ContainerExit | undefined): string | undefined {
  if (exit === undefined) return undefined;
  if (exit.oomKilled) return 'It needed more memory than memorySize allows and was killed. Raise memorySize in s.yaml.';
  return `The container ended with exit code ${exit.exitCode}; its last lines are in the log.`;
}

/** A container reports a failed call with `x-fc-status: 404`; without the header the call counts as a success. */
function withReportedFailure(answer: Exchange): PlatformAnswer {
  if (answer.headers['x-fc-status'] !== '404') return { answer };
  return {
    answer,
    error: { type: 'InvocationError', message: new TextDecoder().decode(answer.body.subarray(0, 1000)) },
  };
}

function jsonAnswer(statusCode: number, body: object): Exchange {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}
