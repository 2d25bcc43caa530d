import type { AsyncTask } from './asyncTask.ts';

/** One sentence for the log about what became of a task; nothing where the call's own lines say it all. */
export function asyncTaskText(task: AsyncTask, now: Date): string | undefined {
  const { status, attempts, error, nextAttemptAt } = task;
  const name = `Asynchronous task ${task.taskId}`;
  const why = error === undefined ? '' : `: ${error.message}`;
  const next = nextAttemptAt === undefined ? '' : ` It is tried again in ${seconds(nextAttemptAt, now)}.`;
  switch (status) {
    case 'Retrying':
      return sentence(`${name} failed at attempt ${attempts}${why}`) + next;
    case 'Dequeued':
      return error === undefined ? undefined : sentence(`${name} could not be run${why}`) + next;
    case 'Failed':
      return sentence(`${name} failed for good after ${times(attempts)}${why}`);
    case 'Expired':
      return sentence(`${name} was too old (maxAsyncEventAgeInSeconds) before it could be run${why}`);
    case 'Invalid':
      return `${name} was dropped: its function is not in this workspace any more.`;
    case 'Stopped':
      return `${name} was stopped after ${times(attempts)}.`;
    case 'Enqueued':
    case 'Running':
    case 'Stopping':
    case 'Succeeded':
      return undefined;
  }
}

function seconds(then: Date, now: Date): string {
  return `${Math.max(then.getTime() - now.getTime(), 0) / 1000} s`;
}

function times(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
