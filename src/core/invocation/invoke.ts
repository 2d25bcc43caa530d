import type { Clock } from '../ports/clock.ts';
import type { PeakMemory } from '../ports/containerEngine.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { EndlessHeadError } from '../instance/answerParser.ts';
import { CallerSink, tooLargeHead } from './callerSink.ts';
import { deliver, explained, type Arrival, type Delivery } from './deliver.ts';
import type { InvocationError, InvocationReport, InvocationRequest } from './invocation.ts';
import { outgoingRequest } from './outgoingRequest.ts';
import { platformAnswer, type AnsweredCall, type PlatformAnswer } from './platformAnswer.ts';
import { megabytes, reportOf, type SentCall } from './reportOf.ts';

export interface InvokeOptions {
  readonly sent: SentCall;
  readonly instance: RunningInstance;
  readonly request: InvocationRequest;
  /** Where the answer goes, the platform's own when the function gives none. */
  readonly sink: AnswerSink;
  readonly clock: Clock;
  readonly peakMemory: () => Promise<PeakMemory | undefined>;
}

export interface Invocation {
  readonly report: InvocationReport;
  readonly outcome: Delivery['outcome'];
}

/**
 * One invocation, from the request to the numbers on its summary line. A function that fails (crash, timeout,
 * `x-fc-status: 404`) gives a report with `error`, as in the cloud. Room in the instance has been made for it.
 */
export async function invoke(options: InvokeOptions): Promise<Invocation> {
  const { sent, instance, request, clock } = options;
  const { spec, requestId, call } = sent;
  const started = clock.monotonicMs();
  const sink = new CallerSink(options.sink, request.mode);
  const arrived = await deliver({
    instance,
    request: outgoingRequest(request, instance.identity, requestId, call),
    sink,
    timeoutSeconds: spec.timeout,
    clock,
    signal: call.signal,
  });
  const arrival = request.mode === 'http' ? withRefusedHead(arrived) : arrived;
  const durationMs = clock.monotonicMs() - started;
  const peak = await options.peakMemory().catch(() => undefined);
  const answered: AnsweredCall = {
    mode: request.mode,
    requestId,
    timeoutSeconds: spec.timeout,
    memorySizeMb: spec.memorySize,
    durationMs,
    peakMb: peak && megabytes(peak),
  };
  // to the caller a broken connection is a process that exited, whatever will be found out (docs: FAQ on 502)
  if (arrival.outcome !== 'answered' && sink.statusCode === 0)
    answer(sink, platformAnswer(arrival.outcome === 'broken' ? { outcome: 'exited' } : arrival, answered));
  const delivery = arrival.outcome === 'broken' ? await explained(arrival, options) : arrival;
  const error = errorOf(delivery, sink, answered);
  const report = reportOf(sent, request, { statusCode: sink.statusCode, durationMs, peak, error });
  return { outcome: delivery.outcome, report };
}

/** A head that does not end is one that is too large, which nobody has to read to its end. */
function withRefusedHead(arrival: Arrival): Arrival {
  if (arrival.outcome !== 'broken' || !(arrival.error instanceof EndlessHeadError)) return arrival;
  return { outcome: 'badResponse', message: tooLargeHead('more than 262144') };
}

/** When an answer of the function has begun nothing can take it back: the caller sees it break off. */
function answer(sink: CallerSink, { statusCode, errorType, body }: PlatformAnswer): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = ['content-type', 'application/json', 'content-length', String(bytes.length)];
  sink.answer(statusCode, [...headers, 'x-fc-error-type', errorType], bytes);
}

function errorOf(delivery: Delivery, sink: CallerSink, call: AnsweredCall): InvocationError | undefined {
  if (delivery.outcome !== 'answered') return platformAnswer(delivery, call).error;
  const message = sink.reportedFailure;
  return message === undefined ? undefined : { type: 'InvocationError', metric: 'FunctionUnhandledError', message };
}
