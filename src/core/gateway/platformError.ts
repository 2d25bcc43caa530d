import { isAbortError } from '../shared/abort.ts';
import { FcError, type FcErrorCode } from '../shared/fcError.ts';

/** How errors are written: `{"RequestId","Code","Message"}`, or as Function Compute 2.0 did (docs: error codes). */
export type Dialect = 'fc3' | 'fc2';

export interface PlatformErrorOptions {
  /** `X-Fc-Error-Type`; the platform's rejections are `FCCommonError` (seen in live answers). */
  readonly errorType?: string;
  /** What to do next, beside the platform's own words. */
  readonly hint?: string | undefined;
  /** Whether nothing that follows on the connection can be trusted. */
  readonly endsConnection?: boolean;
}

/** An answer of the platform in the place of the function's: HTTP status, code and message as the cloud writes them. */
export class PlatformError extends Error {
  readonly statusCode: number;
  readonly code: string;
  readonly errorType: string;
  readonly hint: string | undefined;
  readonly endsConnection: boolean;

  constructor(statusCode: number, code: string, message: string, options: PlatformErrorOptions = {}) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.errorType = options.errorType ?? 'FCCommonError';
    this.hint = options.hint;
    this.endsConnection = options.endsConnection ?? false;
  }
}

// the platform's messages (docs: error codes; troubleshooting pages where a page is named)

export const invalidArgument = (message: string): PlatformError => new PlatformError(400, 'InvalidArgument', message);

export const accessDenied = (message: string): PlatformError => new PlatformError(403, 'AccessDenied', message);

export const pathNotSupported = (method: string, path: string): PlatformError =>
  new PlatformError(400, 'PathNotSupported', `'${method}' against '${path}' is not supported`);

export const entityTooLarge = (limitBytes: number): PlatformError =>
  new PlatformError(400, 'EntityTooLarge', `payload size exceeds maximum allowed size (${limitBytes} bytes)`);

/** @param service of a Function Compute 2.0 path, whose wording differs */
export const functionNotFound = (functionName: string, service?: string): PlatformError =>
  new PlatformError(
    404,
    'FunctionNotFound',
    service === undefined
      ? `function '${functionName}' does not exist.`
      : `function '${functionName}' does not exist in service '${service}'`,
  );

/** What the platform answers for an error of ours; every other code is an internal error, and ours to word. */
const answers: Readonly<Partial<Record<FcErrorCode, readonly [statusCode: number, code: string]>>> = {
  FunctionNotStarted: [412, 'FunctionNotStarted'], // 412 by its siblings: the docs name none
  CAExited: [412, 'CAExited'],
  CAFileNotFound: [412, 'CAFileNotFound'],
  CAFilePermission: [412, 'CAFilePermission'],
  FunctionNotFound: [404, 'FunctionNotFound'],
  ResourceExhausted: [429, 'ResourceExhausted'],
  PreconditionFailed: [412, 'PreconditionFailed'],
  InvalidArgument: [400, 'InvalidArgument'],
  TaskExists: [409, 'StatefulAsyncInvocationAlreadyExists'], // as clients of 2.0 look for it
  // the function's state is Failed, or would be (docs: function state)
  ImageMissing: [412, 'PreconditionFailed'],
  ImageNotAmd64: [412, 'PreconditionFailed'],
  BuildFailed: [412, 'PreconditionFailed'],
  ConfigInvalid: [412, 'PreconditionFailed'],
  WorkspaceNotTrusted: [403, 'AccessDenied'],
};

/** Where a start failed, the platform's text ends with the container's log. */
const startFailures: ReadonlySet<FcErrorCode> = new Set([
  'FunctionNotStarted',
  'CAExited',
  'CAFileNotFound',
  'CAFilePermission',
]);

/**
 * The platform's answer to what a call threw.
 * @param trace hears of mistakes of ours, of which the answer says nothing
 */
export function toPlatformError(error: unknown, trace?: (message: string) => void): PlatformError {
  if (error instanceof PlatformError) return error;
  if (isAbortError(error)) return internalError('The function was stopped while the call waited for it.');
  if (!(error instanceof FcError)) {
    trace?.(`gateway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return internalError('an internal error has occurred. Please retry.');
  }
  const { code, message, hint, detail } = error;
  // a failed initializer is a failed function (docs: lifecycle hooks)
  if (code === 'InitializationError')
    return new PlatformError(502, code, message, { errorType: 'InitializationError', hint });
  const answer = answers[code];
  if (answer === undefined) return internalError(sentence(message, hint));
  const logs = startFailures.has(code) && detail !== undefined && detail !== '' ? `\nLogs:${detail}` : '';
  return new PlatformError(...answer, message + logs, { hint });
}

function internalError(message: string): PlatformError {
  return new PlatformError(500, 'InternalServerError', message);
}

function sentence(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message} ${hint}`;
}

/** The body of an error, as bytes of JSON. The hint is ours: a key more, which clients of the platform pass over. */
export function errorBody(error: PlatformError, requestId: string, dialect: Dialect): Buffer {
  const { code, message, hint } = error;
  if (error.errorType !== 'FCCommonError') return json({ errorMessage: sentence(message, hint) });
  const hinted = hint === undefined || hint === '' ? {} : { Hint: hint };
  return dialect === 'fc2'
    ? json({ ErrorCode: code, ErrorMessage: message, ...hinted })
    : json({ RequestId: requestId, Code: code, Message: message, ...hinted });
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
