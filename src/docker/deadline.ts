import { abortError } from '../core/shared/abort.ts';

/** Read anew each time: the compiler believes that a signal which was fine stays fine. */
export function wasAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

/** The engine did not answer in time. Never leaves this folder: the error translator turns it into words. */
export class DeadlineError extends Error {
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`);
    this.name = 'DeadlineError';
    this.limitMs = limitMs;
  }
}

/**
 * Runs `work` until it settles, the limit passes or the caller cancels, whichever is first; the work's own signal is
 * aborted in the last two cases. Written by hand because `AbortSignal.any` on a long-lived signal leaks in Node 20 and
 * `AbortSignal.timeout` leaves no way to tell our limit from the caller's.
 */
export async function withDeadline<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw abortError();
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    const stop = (error: Error): void => {
      reject(error);
      own.abort();
    };
    if (Number.isFinite(limitMs)) timer = setTimeout(() => stop(new DeadlineError(limitMs)), limitMs);
    onAbort = () => stop(abortError());
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(own.signal), interrupted]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
}
