import type { Clock } from '../ports/clock.ts';
import { abortError } from '../shared/abort.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { attemptOf, refusedAttempt, type AsyncAnswer, type Attempt } from './asyncAttempt.ts';
import type { AsyncResult } from './asyncDestination.ts';
import { afterAttempt, type Offers } from './asyncRetry.ts';
import { moveTask, type AsyncTask, type AsyncTaskStatus } from './asyncTask.ts';
import type { CallOptions, InvocationRequest } from './invocation.ts';
import type { AsyncRequest } from './requireAsyncCall.ts';

export interface AsyncRunContext {
  readonly clock: Clock;
  /**
   * One call, its answer read whole.
   * @throws FcError when no instance could take it; AbortError when the signal ended it before it was sent
   */
  readonly call: (id: string, request: InvocationRequest, options: CallOptions) => Promise<AsyncAnswer>;
  readonly isGone: (functionId: string) => boolean;
  /** The task changed its state; the last time when it has ended. */
  readonly onMove: (run: AsyncRun) => void;
}

export interface AsyncRunValues {
  /** `Enqueued`. */
  readonly task: AsyncTask;
  readonly spec: FunctionSpec;
  readonly request: AsyncRequest;
  readonly clientIp?: string | undefined;
  /** How many destinations led here. */
  readonly depth: number;
}

/** An asynchronous call on its way from the queue to its end: waits, is made, is made again. */
export class AsyncRun {
  readonly spec: FunctionSpec;
  readonly request: AsyncRequest;
  readonly depth: number;
  readonly #context: AsyncRunContext;
  readonly #clientIp: string | undefined;
  readonly #controller = new AbortController();
  /** Monotonic. Counted from the arrival, a delay included (docs: maximum event age). */
  readonly #expiresAt: number;
  #task: AsyncTask;
  #cancelWait: Unsubscribe | undefined;
  #offers: Offers | undefined;
  #result: AsyncResult | undefined;
  #isDisposed = false;

  constructor({ task, spec, request, clientIp, depth }: AsyncRunValues, context: AsyncRunContext) {
    this.#task = task;
    this.spec = spec;
    this.request = request;
    this.depth = depth;
    this.#clientIp = clientIp;
    this.#context = context;
    this.#expiresAt = context.clock.monotonicMs() + spec.asyncInvokeConfig.maxAsyncEventAgeInSeconds * 1000;
  }

  get task(): AsyncTask {
    return this.#task;
  }

  /** What the function answered last, or what was wrong; absent before the first attempt. */
  get result(): AsyncResult | undefined {
    return this.#result;
  }

  /** Makes the call after `ms`, or gives it up when it becomes too old meanwhile. */
  wait(ms: number): void {
    const left = this.#expiresAt - this.#context.clock.monotonicMs();
    const expires = left <= ms;
    this.#cancelWait = this.#context.clock.after(expires ? Math.max(left, 0) : ms, () => {
      // `Expired` means that the function never had it (docs: asynchronous tasks, states)
      if (expires) this.#end(this.#task.attempts === 0 ? 'Expired' : 'Failed');
      else void this.#try();
    });
  }

  stop(): void {
    if (this.#task.status === 'Stopping') return;
    if (this.#task.status !== 'Running') {
      this.#cancelWait?.();
      this.#end('Stopped');
      return;
    }
    this.#move('Stopping');
    this.#controller.abort(abortError());
  }

  /** Ends it at once, in silence. */
  dispose(): void {
    this.#isDisposed = true;
    this.#cancelWait?.();
    this.#controller.abort(abortError());
  }

  async #try(): Promise<void> {
    const { clock, isGone } = this.#context;
    if (isGone(this.#task.functionId)) {
      this.#end('Invalid');
      return;
    }
    if (this.#task.status === 'Enqueued') this.#move('Dequeued');
    this.#move('Running', { startedAt: clock.now() });
    const attempt = await this.#call();
    if (!this.#isDisposed) this.#judge(attempt);
  }

  async #call(): Promise<Attempt> {
    const { functionId, requestId, qualifier, attempts } = this.#task;
    try {
      const answer = await this.#context.call(functionId, this.request, {
        requestId,
        qualifier,
        invocationType: 'Async',
        retryCount: attempts,
        signal: this.#controller.signal,
        ...(this.#clientIp === undefined ? {} : { clientIp: this.#clientIp }),
      });
      return attemptOf(answer);
    } catch (error) {
      return refusedAttempt(error, requestId);
    }
  }

  #judge(attempt: Attempt): void {
    this.#result = attempt;
    const wasTaken = attempt.outcome === 'succeeded' || attempt.outcome === 'functionFailed';
    const attempts = this.#task.attempts + (wasTaken ? 1 : 0);
    const changes = {
      attempts,
      ...(attempt.error === undefined ? {} : { error: attempt.error }),
      ...(attempt.instanceId === undefined ? {} : { instanceId: attempt.instanceId }),
    };
    const next = afterAttempt(attempt, {
      attempts,
      retries: this.spec.asyncInvokeConfig.maxAsyncRetryAttempts,
      offers: this.#offers,
      nowMs: this.#context.clock.monotonicMs(),
    });
    if (this.#task.status === 'Stopping' && next.status !== 'Succeeded') this.#end('Stopped', changes);
    else if (!('waitMs' in next)) this.#end(next.status, changes);
    else {
      this.#offers = next.offers;
      this.wait(next.waitMs);
      const nextAttemptAt = new Date(this.#context.clock.now().getTime() + next.waitMs);
      this.#move(next.status, { ...changes, nextAttemptAt });
    }
  }

  #end(status: AsyncTaskStatus, changes: Partial<AsyncTask> = {}): void {
    this.#move(status, { ...changes, endedAt: this.#context.clock.now() });
  }

  #move(status: AsyncTaskStatus, changes?: Partial<AsyncTask>): void {
    this.#task = moveTask(this.#task, status, changes);
    this.#context.onMove(this);
  }
}
