import type { Clock } from '../ports/clock.ts';
import type { ContainerExit } from '../ports/containerEngine.ts';
import { exitSoonAfter } from '../instance/exitSoonAfter.ts';
import type { AnswerSink } from '../instance/answerSink.ts';
import { StaleConnectionError, type OutgoingRequest } from '../instance/instanceClient.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { BadResponseError } from './callerSink.ts';

/** How a call went, seen from the platform. */
export type Delivery =
  | { readonly outcome: 'answered' }
  /** The function's timeout passed. */
  | { readonly outcome: 'timedOut' }
  /** The container ended during the call. */
  | { readonly outcome: 'exited'; readonly exit?: ContainerExit }
  /** No answer came, or none that is HTTP, though the container lives. */
  | { readonly outcome: 'connectionLost'; readonly reason: string }
  /** An answer the platform does not pass on. */
  | { readonly outcome: 'badResponse'; readonly message: string }
  | { readonly outcome: 'cancelled' };

/** How a call went, as soon as that is certain to the caller: why a connection broke is found out a moment later. */
export type Arrival = Exclude<Delivery, { outcome: 'exited' | 'connectionLost' }> | BrokenConnection;

export interface BrokenConnection {
  readonly outcome: 'broken';
  readonly error: unknown;
}

export interface DeliverOptions {
  readonly instance: RunningInstance;
  readonly request: OutgoingRequest;
  readonly sink: AnswerSink;
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request to an instance and sees its answer through, for no longer than the timeout. Never throws. */
export async function deliver(options: DeliverOptions): Promise<Arrival> {
  const { instance, request, sink, timeoutSeconds, clock, signal } = options;
  if (signal?.aborted) return { outcome: 'cancelled' };
  const exchange = instance.client.send(request, sink);
  let ending: 'timedOut' | 'cancelled' | undefined;
  const end = (why: 'timedOut' | 'cancelled'): void => {
    ending ??= why;
    exchange.abort(new Error(why));
  };
  const expire = clock.after(timeoutSeconds * 1000, () => end('timedOut'));
  const cancel = (): void => end('cancelled');
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    await exchange.done;
    return { outcome: 'answered' };
  } catch (error) {
    if (ending !== undefined) return { outcome: ending };
    if (error instanceof BadResponseError) return { outcome: 'badResponse', message: error.message };
    return { outcome: 'broken', error };
  } finally {
    expire();
    signal?.removeEventListener('abort', cancel);
  }
}

/** Why a connection broke: the container ended, or its server closed it. Takes as long as the engine needs to tell. */
export async function explained(
  { error }: BrokenConnection,
  { instance, clock }: Pick<DeliverOptions, 'instance' | 'clock'>,
): Promise<Delivery & { outcome: 'exited' | 'connectionLost' }> {
  const exit = await exitSoonAfter(instance.exited, clock);
  if (exit !== undefined) return { outcome: 'exited', ...(exit === 'unknown' ? {} : { exit }) };
  return { outcome: 'connectionLost', reason: lossReason(error) };
}

function lossReason(error: unknown): string {
  if (error instanceof StaleConnectionError)
    return 'The server had closed an idle connection. Keep connections alive for at least 15 minutes (Node.js: keepAliveTimeout = 0).';
  return error instanceof Error ? error.message : String(error);
}
