/**
 * The life of an asynchronous call, in the platform's words (docs: asynchronous tasks; API reference, AsyncTask):
 *
 *   Enqueued ──► Dequeued ◄──► Running ──► Succeeded
 *      │            │          ▲  │ │ └──► Failed
 *      │            │          │  ▼ └────► Stopping ──► Stopped
 *      │            │        Retrying
 *      └────────────┴──► Stopped, Expired, Invalid, Failed
 *
 * `Enqueued` waits for its time · `Dequeued` its time has come, it waits to be taken by the function · `Running` the
 * function has it · `Retrying` it failed and waits to be tried again · `Stopping` somebody ended it while it ran ·
 * `Expired` it was given up before the function had it · `Invalid` its function is gone.
 */
export type AsyncTaskStatus =
  | 'Enqueued'
  | 'Dequeued'
  | 'Running'
  | 'Retrying'
  | 'Stopping'
  | 'Succeeded'
  | 'Failed'
  | 'Stopped'
  | 'Expired'
  | 'Invalid';

/** One asynchronous call as plain data. Its payloads are not kept. */
export interface AsyncTask {
  /** Unique among the tasks of the function. */
  readonly taskId: string;
  /** The same for every attempt (docs: request metrics, "request ids that appear several times"). */
  readonly requestId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly qualifier: string;
  readonly status: AsyncTaskStatus;
  readonly enqueuedAt: Date;
  /** When it was tried last. */
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  /** How often the function had it: each of these is billed. */
  readonly attempts: number;
  /** While it waits: when it is tried next. */
  readonly nextAttemptAt?: Date;
  /** Who ran its latest attempt. */
  readonly instanceId?: string;
  /** What went wrong last. */
  readonly error?: AsyncTaskError;
}

export interface AsyncTaskError {
  /** `X-Fc-Error-Type` of a failed function, else the platform's code. */
  readonly type: string;
  readonly message: string;
}

/** What a caller may say about an asynchronous call beyond the request itself. */
export interface AsyncCallOptions {
  readonly requestId?: string;
  readonly qualifier?: string;
  readonly clientIp?: string;
  /** `x-fc-async-task-id`; the request id when absent. */
  readonly taskId?: string;
  /** `x-fc-async-delay`: more than 0, less than 3600. */
  readonly delaySeconds?: number;
}

/** What the caller is told at once, with status 202. */
export interface AsyncTicket {
  readonly requestId: string;
  readonly taskId: string;
}

/** Every move a task may make; anything else is a mistake in the program. */
const moves: Readonly<Record<AsyncTaskStatus, readonly AsyncTaskStatus[]>> = {
  Enqueued: ['Dequeued', 'Stopped', 'Expired', 'Invalid'],
  Dequeued: ['Running', 'Stopped', 'Expired', 'Invalid', 'Failed'],
  Running: ['Succeeded', 'Failed', 'Retrying', 'Dequeued', 'Stopping', 'Invalid'],
  Retrying: ['Running', 'Stopped', 'Failed', 'Invalid'],
  Stopping: ['Stopped', 'Succeeded'],
  Succeeded: [],
  Failed: [],
  Stopped: [],
  Expired: [],
  Invalid: [],
};

/** Whether nothing more happens to a task in this state. */
export function hasEnded(status: AsyncTaskStatus): boolean {
  return moves[status].length === 0;
}

/** The one place where a task changes its state. When it is tried next is decided anew; a success forgets what failed. */
export function moveTask(task: AsyncTask, status: AsyncTaskStatus, changes: Partial<AsyncTask> = {}): AsyncTask {
  if (!moves[task.status].includes(status))
    throw new Error(`task ${task.taskId} cannot go from ${task.status} to ${status}`);
  const { nextAttemptAt: _past, error, ...kept } = task;
  return { ...kept, ...(error === undefined || status === 'Succeeded' ? {} : { error }), ...changes, status };
}
