import type { CancellationToken } from 'vscode';

/** The one bridge from the editor's cancellation to ours. */
export function tokenSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
