import { FcError } from '../shared/fcError.ts';
import type { AsyncTask } from './asyncTask.ts';

/** What the store needs of a task that has not ended. */
export interface LiveTask {
  readonly task: AsyncTask;
  readonly request: { readonly body: Uint8Array };
}

const limits = {
  /** The platform keeps ended tasks for seven days; here their number is bounded. */
  ended: 1000,
  /** Of bodies that wait or run. */
  liveBytes: 128 * 1024 * 1024,
  /** What a task without a body counts, so that these are bounded too. */
  bytesPerTask: 4 * 1024,
};

/** The tasks there are: those that live with all they need, those that ended as plain data. */
export class AsyncTaskStore<T extends LiveTask> {
  readonly #live = new Map<string, T>();
  /** Oldest end first. */
  readonly #ended = new Map<string, AsyncTask>();
  #liveBytes = 0;

  live(): T[] {
    return [...this.#live.values()];
  }

  find(functionId: string, taskId: string): T | undefined {
    return this.#live.get(keyOf({ functionId, taskId }));
  }

  /** @throws FcError `TaskExists` for an id this function has had, `ResourceExhausted` when too much waits */
  add(live: T): void {
    const { task } = live;
    const key = keyOf(task);
    if (this.#live.has(key) || this.#ended.has(key))
      throw new FcError('TaskExists', `${task.functionName} has an asynchronous task ${task.taskId} already.`, {
        hint: 'Give every task an id of its own: the same id means the same task, which is not run twice.',
      });
    const liveBytes = this.#liveBytes + bytesOf(live);
    if (liveBytes > limits.liveBytes)
      throw new FcError('ResourceExhausted', `${this.#live.size} asynchronous calls wait, and no more are taken.`, {
        hint: 'Wait until some are done, or stop the function.',
      });
    this.#liveBytes = liveBytes;
    this.#live.set(key, live);
  }

  /** Keeps what is left of a task: its payload is let go. */
  ended(live: T): void {
    const key = keyOf(live.task);
    this.#live.delete(key);
    this.#liveBytes -= bytesOf(live);
    this.#ended.set(key, live.task);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > limits.ended && oldest !== undefined) this.#ended.delete(oldest);
  }

  /** Newest first. */
  list(functionId?: string): readonly AsyncTask[] {
    return [...this.#ended.values(), ...this.live().map(({ task }) => task)]
      .filter((task) => functionId === undefined || task.functionId === functionId)
      .sort((a, b) => b.enqueuedAt.getTime() - a.enqueuedAt.getTime());
  }

  clear(): void {
    this.#live.clear();
    this.#liveBytes = 0;
  }
}

function keyOf({ functionId, taskId }: Pick<AsyncTask, 'functionId' | 'taskId'>): string {
  return `${functionId}\n${taskId}`;
}

function bytesOf({ request }: LiveTask): number {
  return request.body.byteLength + limits.bytesPerTask;
}
