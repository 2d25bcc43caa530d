import { isAbortError } from '../core/shared/abort.ts';
import { FcError } from '../core/shared/fcError.ts';
import { DeadlineError } from './deadline.ts';

/** What was asked of the engine, for the message: `create the container`. */
export interface EngineRequest {
  readonly doing: string;
  /** Without credentials. */
  readonly address: string;
}

/**
 * The one place where an engine's failure becomes a letter to the person. Cancellation and errors that were translated
 * already pass through. Statuses are not enough to go by (a missing image is 404 "no such container", a start that
 * fails is 400 or 500, depending on engine and version), so the caller names the exact cases first.
 */
export function translateError(error: unknown, { doing, address }: EngineRequest): Error {
  if (error instanceof FcError || isAbortError(error)) return error as Error;
  const failed = `Could not ${doing}`;
  if (error instanceof DeadlineError) {
    const seconds = Math.round(error.limitMs / 1000);
    return new FcError('EngineNotRunning', `${failed}: the engine at ${address} did not answer within ${seconds} s.`, {
      hint: 'Restart the container engine and try again.',
      cause: error,
    });
  }
  switch (errorCode(error) ?? 'none') {
    case 'ENOENT':
      return new FcError('EngineNotFound', `${failed}: there is no engine at ${address} any more.`, {
        hint: 'Start the container engine and try again.',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new FcError('EngineAccessDenied', `${failed}: you may not open the engine's socket ${address}.`, {
        hint: 'Give your user access to the socket, then try again.',
        cause: error,
      });
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'ENOTFOUND':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new FcError('EngineNotRunning', `${failed}: the engine at ${address} is not running.`, {
        hint: 'Start the container engine and try again.',
        cause: error,
      });
    default:
      return new FcError('EngineFailed', `${failed}: ${engineWords(error)}`, {
        detail: `engine ${address}`,
        cause: error,
      });
  }
}

/** The engine's own sentence, without what dockerode wraps around it (`(HTTP code 404) no such container - …`). */
export function engineWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const words = message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
  return words || 'the engine gave no reason.';
}

/** The HTTP status of an engine's answer; `undefined` when there was none. */
export function engineStatus(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

/** Resolves to `undefined` where the engine's answer is one of these statuses: "is not there" is no failure then. */
export async function unlessStatus<T>(statuses: readonly number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statuses.includes(engineStatus(error) ?? 0)) return undefined;
    throw error;
  }
}

/** The system's code (`ECONNREFUSED`), also where Node folded several attempts into one error. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
