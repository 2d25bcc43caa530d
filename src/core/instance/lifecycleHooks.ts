import type { Clock } from '../ports/clock.ts';
import type { ContainerClient, ContainerExit } from '../ports/containerEngine.ts';
import type { Initializer, LifecycleHook } from '../function/functionSpec.ts';
import { collectAnswer } from './collectAnswer.ts';
import { exitSoonAfter } from './exitSoonAfter.ts';
import { fcHeaders, type ControlPath, type FcIdentity } from './fcHeaders.ts';
import type { InstanceClient, OutgoingRequest } from './instanceClient.ts';
import type { RunningInstance } from './runningInstance.ts';

export type HookName = 'Initialize' | 'PreStop';

/** Hears of hooks as they are called, so that the log has the platform's lines around what they print. */
export interface HookWatcher {
  readonly newHookId: () => string;
  readonly started: (hook: HookName, requestId: string) => void;
  /** @param failure in the platform's words; absent when it went well */
  readonly ended: (hook: HookName, requestId: string, failure?: string) => void;
}

/** How a hook went. */
export type HookOutcome =
  | { readonly outcome: 'succeeded' }
  | { readonly outcome: 'refused'; readonly statusCode: number; readonly body: string }
  | { readonly outcome: 'timedOut' }
  | { readonly outcome: 'exited'; readonly exit?: ContainerExit }
  | { readonly outcome: 'connectionLost'; readonly reason: string }
  /** Of `initializer.command`: it did not end with 0. */
  | { readonly outcome: 'commandFailed'; readonly exitCode: number; readonly output: string };

/** What a container is known by while it is not an instance yet. */
export interface HookTarget {
  readonly containerId: string;
  readonly client: InstanceClient;
  readonly containers: ContainerClient;
  readonly identity: FcIdentity;
  readonly exited: Promise<ContainerExit>;
}

/**
 * `POST /initialize`, once, after CAPort is open and before the first call; or the command a GPU function names (docs:
 * lifecycle hooks). 2xx is success.
 * @throws AbortError
 */
export async function callInitializer(
  target: HookTarget,
  initializer: Initializer,
  { clock, watcher, signal }: { readonly clock: Clock; readonly watcher: HookWatcher; readonly signal: AbortSignal },
): Promise<HookOutcome> {
  const requestId = watcher.newHookId();
  watcher.started('Initialize', requestId);
  const outcome =
    initializer.command === undefined
      ? await callHook(target, { method: 'POST', path: '/initialize' }, { requestId, hook: initializer, clock, signal })
      : await runCommand(target, initializer.command, { hook: initializer, clock, signal });
  watcher.ended('Initialize', requestId, failureText(outcome, initializer));
  return outcome;
}

/** `GET /pre-stop` before the instance is destroyed; whatever comes of it, the end goes on (docs: lifecycle hooks). */
export async function callPreStop(
  instance: RunningInstance,
  { longest, clock, watcher }: { readonly longest: number; readonly clock: Clock; readonly watcher: HookWatcher },
): Promise<void> {
  const { preStop } = instance.spec;
  if (preStop === undefined) return;
  const hook = { ...preStop, timeout: Math.min(preStop.timeout, longest) };
  const requestId = watcher.newHookId();
  watcher.started('PreStop', requestId);
  const { client, containers, identity, exited, record } = instance;
  const target = { containerId: record.containerId, client, containers, identity, exited };
  const options = { requestId, hook, clock, signal: undefined };
  const outcome = await callHook(target, { method: 'GET', path: '/pre-stop' }, options);
  watcher.ended('PreStop', requestId, failureText(outcome, hook));
}

interface HookOptions {
  readonly hook: LifecycleHook;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

async function callHook(
  { client, identity, exited }: HookTarget,
  { method, path }: { readonly method: string; readonly path: ControlPath },
  { requestId, hook, clock, signal }: HookOptions & { readonly requestId: string },
): Promise<HookOutcome> {
  const { sink, answer } = collectAnswer(maxAnswerBytes);
  const request: OutgoingRequest = {
    method,
    path,
    headers: fcHeaders(identity, { requestId, controlPath: path }),
    body: new Uint8Array(0),
  };
  const exchange = client.send(request, sink);
  const cancel = (): void => exchange.abort(signal?.reason as Error);
  signal?.addEventListener('abort', cancel, { once: true });
  const expiry = new AbortController();
  const expire = clock.after(hook.timeout * 1000, () => {
    expiry.abort();
    exchange.abort(new Error('the hook timed out'));
  });
  try {
    await exchange.done;
    const { statusCode, body } = answer();
    if (statusCode >= 200 && statusCode < 300) return { outcome: 'succeeded' };
    return { outcome: 'refused', statusCode, body: new TextDecoder().decode(body) };
  } catch (error) {
    signal?.throwIfAborted();
    if (isAborted(expiry.signal)) return { outcome: 'timedOut' };
    const exit = await exitSoonAfter(exited, clock);
    if (exit !== undefined) return { outcome: 'exited', ...(exit === 'unknown' ? {} : { exit }) };
    return { outcome: 'connectionLost', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    expire();
    signal?.removeEventListener('abort', cancel);
  }
}

const maxAnswerBytes = 64 * 1024;

async function runCommand(
  { containers, containerId }: HookTarget,
  command: readonly string[],
  { hook, clock, signal }: HookOptions,
): Promise<HookOutcome> {
  const expiry = new AbortController();
  const expire = clock.after(hook.timeout * 1000, () => expiry.abort());
  try {
    const both = signal === undefined ? expiry.signal : AbortSignal.any([signal, expiry.signal]);
    const { exitCode, output } = await containers.run(containerId, command, both);
    return exitCode === 0 ? { outcome: 'succeeded' } : { outcome: 'commandFailed', exitCode, output };
  } catch (error) {
    signal?.throwIfAborted();
    if (isAborted(expiry.signal)) return { outcome: 'timedOut' };
    throw error;
  } finally {
    expire();
  }
}

/** Asked in a function: the compiler would take an answer from before an `await` for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** What stands behind `FC Initialize End RequestId: …, Error:`. */
function failureText(outcome: HookOutcome, hook: LifecycleHook): string | undefined {
  switch (outcome.outcome) {
    case 'succeeded':
      return undefined;
    case 'refused':
      return `status code ${outcome.statusCode}`;
    case 'timedOut':
      return `timed out after ${hook.timeout} seconds`;
    case 'exited':
      return 'Process exited unexpectedly';
    case 'connectionLost':
      return outcome.reason;
    case 'commandFailed':
      return `exit code ${outcome.exitCode}`;
  }
}
