import type { Clock } from '../ports/clock.ts';
import type { ContainerExit } from '../ports/containerEngine.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { exchange, StaleConnectionError, type Exchange } from './exchange.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';

/** How a call went, seen from the platform. */
export type Delivery =
  | { readonly outcome: 'answered'; readonly answer: Exchange }
  /** The function's timeout passed. */
  | { readonly outcome: 'timedOut' }
  /** The container ended during the call. */
  | { readonly outcome: 'exited'; readonly exit?: ContainerExit }
  /** No answer came, or none that is HTTP, though the container lives. */
  | { readonly outcome: 'connectionLost'; readonly reason: string }
  | { readonly outcome: 'cancelled' };

export interface DeliverOptions {
  readonly instance: RunningInstance;
  readonly request: OutgoingRequest;
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Sends a request to an instance and waits for the answer, for no longer than the timeout. Never throws. */
export async function deliver(options: DeliverOptions): Promise<Delivery> {
  const { instance, request, timeoutSeconds, clock, signal } = options;
  const expiry = new AbortController();
  const timer = setTimeout(() => expiry.abort(), timeoutSeconds * 1000);
  try {
    const answer = await exchange({
      ...request,
      ...instance.address,
      agent: instance.agent,
      signal: AbortSignal.any([signal, expiry.signal]),
    });
    return { outcome: 'answered', answer };
  } catch (error) {
    if (signal.aborted) return { outcome: 'cancelled' };
    if (expiry.signal.aborted) return { outcome: 'timedOut' };
    return (await deathOf(instance, clock)) ?? { outcome: 'connectionLost', reason: lossReason(error) };
  } finally {
    clearTimeout(timer);
  }
}

function lossReason(error: unknown): string {
  if (error instanceof StaleConnectionError)
    return 'The server had closed an idle connection. Keep connections alive for at least 15 minutes (Node.js: keepAliveTimeout = 0).';
  const text = error instanceof Error ? error.message : String(error);
  return `The server closed the connection without a whole HTTP answer (${text}).`;
}

/** The socket breaks a moment before the engine reports the exit: wait for that moment. */
async function deathOf(instance: RunningInstance, clock: Clock): Promise<Delivery | undefined> {
  const exited = instance.exited.then(
    (exit): Delivery => ({ outcome: 'exited', exit }),
    (): Delivery => ({ outcome: 'exited' }), // it was removed, or the engine is gone
  );
  const enough = new AbortController();
  const waited = clock.sleep(300, enough.signal).then(() => undefined);
  try {
    return await Promise.race([exited, waited]);
  } finally {
    enough.abort();
  }
}
