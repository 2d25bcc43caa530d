import { ProgressLocation, window } from 'vscode';
import { tokenSignal } from './tokenSignal.ts';

/** Shows what takes longer than a moment, with a Cancel that really cancels. */
export function withProgress<T>(
  title: string,
  task: (report: (message: string, percent?: number) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (progress, token) =>
      task(
        (message, increment) => progress.report({ message, ...(increment === undefined ? {} : { increment }) }),
        tokenSignal(token),
      ),
    ),
  );
}
