/** Whether an error only says that somebody cancelled: such errors pass in silence. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** A new error of the shape `AbortSignal.throwIfAborted` throws. */
export function abortError(): Error {
  const error = new Error('The operation was cancelled.');
  error.name = 'AbortError';
  return error;
}
