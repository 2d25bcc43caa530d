import type { Clock } from '../ports/clock.ts';
import { abortError } from '../shared/abort.ts';
import { FcError } from '../shared/fcError.ts';
import { fcIdentifier } from '../shared/fcIdentifier.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { asyncRecord, destinationOf, type AsyncDelivery, type LocalDestination } from './asyncDestination.ts';
import { AsyncRun, type AsyncRunContext } from './asyncRun.ts';
import { hasEnded, type AsyncCallOptions, type AsyncTask, type AsyncTicket } from './asyncTask.ts';
import { AsyncTaskStore } from './asyncTaskStore.ts';
import type { InvocationRequest } from './invocation.ts';
import { requireAsyncCall } from './requireAsyncCall.ts';

export interface AsyncQueueOptions {
  readonly clock: Clock;
  readonly randomHex: (digits: number) => string;
  /** The functions there are now. */
  readonly functions: () => readonly FunctionSpec[];
  /** For ARNs. */
  readonly accountId: () => string;
  readonly call: AsyncRunContext['call'];
  /** Told when a destination had its turn; a function of the workspace has been called by then. */
  readonly deliver: (delivery: AsyncDelivery) => void;
  /** A task was taken, or changed its state. */
  readonly onTask?: (task: AsyncTask) => void;
}

/** Asynchronous calls: taken at once, made later, made again when they fail, their results passed on. */
export interface AsyncQueue {
  /**
   * @param request its body in memory
   * @throws FcError `FunctionNotFound`, `InvalidArgument`, `TaskExists`, `ResourceExhausted` when too much waits
   */
  enqueue(functionId: string, request: InvocationRequest, options?: AsyncCallOptions): AsyncTicket;
  /** Those that have not ended, and the last thousand that have; newest first. */
  tasks(functionId?: string): readonly AsyncTask[];
  /** Ends a task that waits or runs. @returns whether there was one */
  stop(functionId: string, taskId: string): boolean;
  /** Ends every task of a function, so that none starts it again. */
  stopAll(functionId: string): void;
  /** Ends everything at once, and tells nobody. */
  [Symbol.dispose](): void;
}

export function createAsyncQueue(options: AsyncQueueOptions): AsyncQueue {
  return new Queue(options);
}

/**
 * How many destinations may call one another in a row. The docs only warn of loops; in the cloud they go on until the
 * record, which holds the one before it as text, is too large for a call: twelve times or so.
 */
const deepest = 8;

class Queue implements AsyncQueue {
  readonly #options: AsyncQueueOptions;
  readonly #context: AsyncRunContext;
  readonly #store = new AsyncTaskStore<AsyncRun>();
  #isDisposed = false;

  constructor(options: AsyncQueueOptions) {
    this.#options = options;
    this.#context = {
      clock: options.clock,
      call: options.call,
      isGone: (functionId) => this.#spec(functionId) === undefined,
      onMove: (run) => this.#moved(run),
    };
  }

  enqueue(functionId: string, request: InvocationRequest, options: AsyncCallOptions = {}): AsyncTicket {
    return this.#enqueue(functionId, request, options, 0);
  }

  #enqueue(functionId: string, request: InvocationRequest, options: AsyncCallOptions, depth: number): AsyncTicket {
    if (this.#isDisposed) throw abortError();
    const spec = this.#spec(functionId);
    if (spec === undefined) throw new FcError('FunctionNotFound', 'The function is not in this workspace any more.');
    requireAsyncCall(request, options, spec);
    const { clock, randomHex, onTask } = this.#options;
    const enqueuedAt = clock.now();
    const delayMs = (options.delaySeconds ?? 0) * 1000;
    const requestId = options.requestId ?? fcIdentifier('1', enqueuedAt, randomHex);
    const task: AsyncTask = {
      taskId: options.taskId ?? requestId, // docs: asynchronous tasks, task id
      requestId,
      functionId,
      functionName: spec.functionName,
      qualifier: options.qualifier ?? 'LATEST',
      status: 'Enqueued',
      enqueuedAt,
      nextAttemptAt: new Date(enqueuedAt.getTime() + delayMs),
      attempts: 0,
    };
    const run = new AsyncRun({ task, spec, request, clientIp: options.clientIp, depth }, this.#context);
    this.#store.add(run);
    run.wait(delayMs);
    onTask?.(task);
    return { requestId, taskId: task.taskId };
  }

  tasks(functionId?: string): readonly AsyncTask[] {
    return this.#store.list(functionId);
  }

  stop(functionId: string, taskId: string): boolean {
    const run = this.#store.find(functionId, taskId);
    run?.stop();
    return run !== undefined;
  }

  stopAll(functionId: string): void {
    for (const run of this.#store.live()) if (run.task.functionId === functionId) run.stop();
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const run of this.#store.live()) run.dispose();
    this.#store.clear();
  }

  #spec(functionId: string): FunctionSpec | undefined {
    return this.#options.functions().find(({ id }) => id === functionId);
  }

  #moved(run: AsyncRun): void {
    const isOver = hasEnded(run.task.status);
    if (isOver) this.#store.ended(run);
    this.#options.onTask?.(run.task);
    if (isOver && run.task.status !== 'Invalid') this.#deliver(run); // what a function has configured goes with it
  }

  #deliver(run: AsyncRun): void {
    const { task, spec, request, result } = run;
    const { clock, accountId, functions, deliver } = this.#options;
    // a task that was stopped, too, is told as a failure (docs: best practices for asynchronous tasks)
    const event = task.status === 'Succeeded' ? 'onSuccess' : 'onFailure';
    const destination = spec.asyncInvokeConfig.destinationConfig[event]?.destination;
    if (destination === undefined) return;
    const functionArn = `acs:fc:${spec.region}:${accountId()}:functions/${spec.functionName}`;
    const record = asyncRecord({ task, functionArn, requestPayload: request.body, result, now: clock.now() });
    const body = new TextEncoder().encode(JSON.stringify(record));
    const target = destinationOf(destination, { functions: functions(), from: spec, recordBytes: body.byteLength });
    const told = target.spec === undefined ? target : this.#callDestination(run, target, body);
    deliver({ task, event, destination, record, delivered: false, ...told });
  }

  #callDestination({ task, depth }: AsyncRun, { spec, qualifier }: LocalDestination, body: Uint8Array): Told {
    const { id, functionName } = spec;
    if (depth >= deepest)
      return { text: `${functionName} was not called: ${deepest} destinations have called one another. Is it a loop?` };
    try {
      const { requestId } = this.#enqueue(id, { mode: 'event', body }, { qualifier }, depth + 1);
      return {
        delivered: true,
        text: `${functionName} is called with the result of ${task.requestId}, as ${requestId}.`,
      };
    } catch (error) {
      return { text: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** What became of a record at its destination. */
type Told = Pick<AsyncDelivery, 'text'> & Partial<Pick<AsyncDelivery, 'delivered'>>;
