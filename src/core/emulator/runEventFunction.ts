import { FcError } from '../shared/fcError.ts';
import { fcIdentifier } from '../shared/fcIdentifier.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import { runEvent, type EventRun } from '../instance/runEvent.ts';
import { CallerSink } from '../invocation/callerSink.ts';
import type { Delivery } from '../invocation/deliver.ts';
import type { CallOptions, InvocationError, InvocationReport, InvocationRequest } from '../invocation/invocation.ts';
import { platformAnswer } from '../invocation/platformAnswer.ts';
import { megabytes, reportOf } from '../invocation/reportOf.ts';
import { whileOpen, type EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { poolLimits } from './poolLimits.ts';
import { preparedInstance } from './preparedInstance.ts';
import { requireUsableSpec } from './requireUsableSpec.ts';
import { takeNote } from './takeNote.ts';

/**
 * One event for an image that serves nothing: a container of its own, the event in its environment, exit code 0 within
 * the timeout is success (docs: custom container, non-web-server mode). The answer is empty: the docs name none.
 * @throws FcError `InvalidArgument` for an HTTP call and for an event that no environment can carry; AbortError
 */
export async function runEventFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  request: InvocationRequest,
  caller: AnswerSink,
  call: CallOptions,
): Promise<InvocationReport> {
  const { clock, engine, randomHex } = context;
  const { spec } = record;
  if (request.mode === 'http' || !(request.body instanceof Uint8Array))
    throw new FcError('InvalidArgument', `${spec.functionName} runs once for each event: it takes no HTTP requests.`, {
      hint: 'Invoke it with an event.',
      about: spec,
    });
  requireUsableSpec(spec);
  const event = request.body;
  const signal = whileOpen(context, call.signal);
  const arrived = clock.monotonicMs();
  const startedAt = clock.now();
  const requestId = call.requestId ?? fcIdentifier('1', startedAt, randomHex);
  return record.runs.run(poolLimits(spec, context.settings()), signal, (whileRunning) =>
    engine.use(async (opened) => {
      const { instanceId, plan, log, imageMs, pullMs } = await preparedInstance(context, opened, record, {
        nonWeb: true,
        signal: whileRunning,
      });
      try {
        const waitedMs = clock.monotonicMs() - arrived;
        log.invokeStarted(requestId);
        const run = await runEvent({
          containers: opened.containers,
          plan,
          event,
          timeoutSeconds: spec.timeout,
          clock,
          onOutput: (chunk) => log.output(chunk),
          onLeftBehind: (containerId) => context.leftBehind.add(containerId),
          signal: whileRunning,
        });
        const { createMs, startMs, durationMs, peakMemory: peak } = run;
        const phases = { imageMs, pullMs, createMs, startMs, portMs: 0, initializerMs: 0 };
        const coldStart = { ...phases, totalMs: imageMs + pullMs + createMs + startMs };
        const sink = new CallerSink(caller, 'event');
        const error = conclude(run, sink, spec, requestId);
        const sent = { spec, instanceId, coldStart, requestId, call, startedAt, waitedMs, activeInstances: 1 };
        const report = reportOf(sent, request, { statusCode: sink.statusCode, durationMs, peak, error });
        takeNote(context, spec, report, log);
        return report;
      } finally {
        log.close();
      }
    }),
  );
}

function conclude(
  { exit, durationMs, peakMemory }: EventRun,
  sink: CallerSink,
  spec: FunctionSpec,
  requestId: string,
): InvocationError | undefined {
  if (typeof exit === 'object' && exit.exitCode === 0) {
    sink.answer(200, [], new Uint8Array(0));
    return undefined;
  }
  const delivery: Exclude<Delivery, { outcome: 'answered' }> =
    typeof exit === 'object' ? { outcome: 'exited', exit } : { outcome: exit };
  const { statusCode, errorType, body, error } = platformAnswer(delivery, {
    mode: 'event',
    requestId,
    timeoutSeconds: spec.timeout,
    memorySizeMb: spec.memorySize,
    durationMs,
    peakMb: peakMemory && megabytes(peakMemory),
  });
  const headers = ['content-type', 'application/json', 'x-fc-error-type', errorType];
  sink.answer(statusCode, headers, Buffer.from(JSON.stringify(body)));
  return error;
}
