import { ProgressLocation, window, type Progress } from 'vscode';
import { abortError } from '../core/shared/abort.ts';

/** What is over sooner is not worth a notification that flashes up. */
const patienceMs = 500;

export type Report = (message: string, increment?: number) => void;

/** Shows what takes longer than a moment, with a Cancel that really cancels. */
export async function withProgress<T>(
  title: string,
  task: (report: Report, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  let shown: Progress<{ message?: string; increment?: number }> | undefined;
  let last: { message: string; increment: number } | undefined;
  const working = task((message, increment = 0) => {
    last = { message, increment: increment + (shown ? 0 : (last?.increment ?? 0)) };
    shown?.report(last);
  }, cancel.signal);
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        shown = progress;
        if (last) progress.report(last);
        token.onCancellationRequested(() => cancel.abort(abortError()));
        return working.catch(() => undefined);
      },
    );
  }, patienceMs);
  return working.finally(() => clearTimeout(timer));
}
