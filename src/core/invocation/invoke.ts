import type { Clock } from '../ports/clock.ts';
import type { PeakMemory } from '../ports/containerEngine.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { deliver, type Delivery } from './deliver.ts';
import type { InvocationRequest, InvocationResult } from './invocation.ts';
import { outgoingRequest } from './outgoingRequest.ts';
import { platformAnswer } from './platformAnswer.ts';

export interface InvokeOptions {
  readonly spec: FunctionSpec;
  readonly instance: RunningInstance;
  readonly request: InvocationRequest;
  readonly requestId: string;
  readonly accountId: string;
  /** Milliseconds this request waited for an instance to start. */
  readonly coldStartMs?: number;
  readonly clock: Clock;
  readonly peakMemory: () => Promise<PeakMemory | undefined>;
  readonly signal: AbortSignal;
}

export interface Invocation {
  readonly result: InvocationResult;
  readonly outcome: Delivery['outcome'];
}

/**
 * One invocation, from the request to the numbers on its summary line. A function that fails (crash, timeout,
 * `x-fc-status: 404`) gives a result with `error`, as in the cloud. The instance has been occupied for it.
 */
export async function invoke(options: InvokeOptions): Promise<Invocation> {
  const { spec, instance, request, requestId, accountId, coldStartMs, clock, signal } = options;
  const started = clock.monotonicMs();
  const outgoing = outgoingRequest(request, { spec, requestId, accountId });
  const delivery = await deliver({ instance, request: outgoing, timeoutSeconds: spec.timeout, clock, signal });
  const durationMs = clock.monotonicMs() - started;
  const peak = await options.peakMemory().catch(() => undefined);
  const peakMb = peak === undefined ? undefined : peak.bytes / 1024 / 1024;
  const call = { mode: request.mode, timeoutSeconds: spec.timeout, durationMs, peakMb };
  const { answer, error } = platformAnswer(delivery, call);
  return {
    outcome: delivery.outcome,
    result: {
      requestId,
      functionName: spec.functionName,
      instanceId: instance.record.instanceId,
      ...answer,
      durationMs,
      billedDurationMs: Math.ceil(durationMs),
      ...(peakMb === undefined ? {} : { maxMemoryMb: peakMb }),
      memorySizeMb: spec.memorySize,
      ...(coldStartMs === undefined ? {} : { coldStartMs }),
      ...(error === undefined ? {} : { error }),
    },
  };
}
