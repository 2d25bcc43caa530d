import type { Clock } from '../ports/clock.ts';
import type { HealthCheck } from '../function/functionSpec.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import { collectAnswer } from './collectAnswer.ts';
import type { InstanceClient } from './instanceClient.ts';

/** What one check found. */
export type HealthAnswer = { readonly healthy: boolean; readonly statusCode?: number };

/** One `GET` of the health URL: 200 to 399 within `timeoutSeconds` is healthy (docs: instance health check). */
export async function checkHealth(
  client: InstanceClient,
  { httpGetUrl, timeoutSeconds }: HealthCheck,
  clock: Clock,
): Promise<HealthAnswer> {
  const { sink, answer } = collectAnswer(64 * 1024);
  const request = { method: 'GET', path: httpGetUrl, headers: ['host', 'localhost'], body: new Uint8Array(0) };
  const exchange = client.send(request, sink);
  const expire = clock.after(timeoutSeconds * 1000, () => exchange.abort(new Error('the health check timed out')));
  try {
    await exchange.done;
    const { statusCode } = answer();
    return { healthy: statusCode >= 200 && statusCode < 400, statusCode };
  } catch {
    return { healthy: false };
  } finally {
    expire();
  }
}

/**
 * The checks of a start: the first after `initialDelaySeconds`, then every `periodSeconds`, until `successThreshold`
 * passed in a row. The platform fails a start after `failureThreshold` in a row, and never waits longer than its 120 s.
 * @returns `undefined` when healthy, else the last answer
 * @throws AbortError
 */
export async function waitUntilHealthy(
  client: InstanceClient,
  check: HealthCheck,
  { clock, timeoutMs, signal }: { readonly clock: Clock; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<HealthAnswer | undefined> {
  const started = clock.monotonicMs();
  await clock.sleep(check.initialDelaySeconds * 1000, signal);
  let passed = 0;
  let failed = 0;
  for (;;) {
    const answer = await checkHealth(client, check, clock);
    signal.throwIfAborted();
    passed = answer.healthy ? passed + 1 : 0;
    failed = answer.healthy ? 0 : failed + 1;
    if (passed >= check.successThreshold) return undefined;
    if (failed >= check.failureThreshold || clock.monotonicMs() - started >= timeoutMs) return answer;
    await clock.sleep(check.periodSeconds * 1000, signal);
  }
}

export interface HealthWatch {
  readonly client: InstanceClient;
  readonly check: HealthCheck;
  readonly clock: Clock;
  /** A frozen instance answers nobody: it is not asked. */
  readonly isAsked: () => boolean;
  readonly onChange: (healthy: boolean, answer: HealthAnswer) => void;
}

/**
 * The checks of a running instance: unhealthy after `failureThreshold` in a row, healthy again after `successThreshold`
 * (docs: instance health check). @returns ends the watch
 */
export function watchHealth({ client, check, clock, isAsked, onChange }: HealthWatch): Unsubscribe {
  let healthy = true;
  let inARow = 0;
  let ended = false;
  let cancel: Unsubscribe = () => undefined;
  const look = async (): Promise<void> => {
    if (isAsked()) {
      const answer = await checkHealth(client, check, clock);
      if (ended) return;
      inARow = answer.healthy === healthy ? 0 : inARow + 1;
      if (inARow >= (healthy ? check.failureThreshold : check.successThreshold)) {
        healthy = !healthy;
        inARow = 0;
        onChange(healthy, answer);
      }
    }
    next();
  };
  const next = (): void => {
    if (!ended) cancel = clock.after(check.periodSeconds * 1000, () => void look());
  };
  next();
  return () => {
    ended = true;
    cancel();
  };
}
