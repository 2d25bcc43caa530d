import { describe, expect, it } from 'vitest';
import {
  errorBody,
  functionNotFound,
  PlatformError,
  toPlatformError,
} from '../../../src/core/gateway/platformError.ts';
import { FcError, fcErrorCodes, type FcErrorCode } from '../../../src/core/shared/fcError.ts';

const body = (error: PlatformError, dialect: 'fc3' | 'fc2' = 'fc3'): unknown =>
  JSON.parse(errorBody(error, '1-0', dialect).toString());

describe('An error of a call', () => {
  it.each<[FcErrorCode, number, string]>([
    ['FunctionNotStarted', 412, 'FunctionNotStarted'],
    ['CAExited', 412, 'CAExited'],
    ['CAFileNotFound', 412, 'CAFileNotFound'],
    ['CAFilePermission', 412, 'CAFilePermission'],
    ['InitializationError', 502, 'InitializationError'],
    ['FunctionNotFound', 404, 'FunctionNotFound'],
    ['ResourceExhausted', 429, 'ResourceExhausted'],
    ['PreconditionFailed', 412, 'PreconditionFailed'],
    ['InvalidArgument', 400, 'InvalidArgument'],
    ['TaskExists', 409, 'StatefulAsyncInvocationAlreadyExists'],
    ['ImageMissing', 412, 'PreconditionFailed'],
    ['WorkspaceNotTrusted', 403, 'AccessDenied'],
    ['EngineNotRunning', 500, 'InternalServerError'],
  ])('%s is told as %i %s', (code, statusCode, platformCode) => {
    expect(toPlatformError(new FcError(code, 'text'))).toMatchObject({
      statusCode,
      code: platformCode,
      message: 'text',
    });
  });

  it.each(fcErrorCodes)('has a status when it is %s', (code) => {
    expect(toPlatformError(new FcError(code, 'text')).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('of our own keeps its next step; a mistake of ours says nothing about itself', () => {
    expect(toPlatformError(new FcError('EngineNotRunning', 'No Docker.', { hint: 'Start it.' })).message).toBe(
      'No Docker. Start it.',
    );
    expect(body(toPlatformError(new TypeError('secret of x is undefined')))).toEqual({
      RequestId: '1-0',
      Code: 'InternalServerError',
      Message: 'an internal error has occurred. Please retry.',
    });
  });

  it('that nobody foresaw is told to the programmers', () => {
    const traced: string[] = [];
    toPlatformError(new TypeError('x is undefined'), (message) => traced.push(message));
    toPlatformError(new FcError('CAExited', 'foreseen'), (message) => traced.push(message));
    expect(traced).toEqual([expect.stringMatching(/^gateway: TypeError: x is undefined\n +at /)]);
  });

  it('of a failed start ends with the log, and has our next step beside it', () => {
    const error = new FcError('CAExited', 'exited.', { hint: 'Look at line 1.', detail: 'line 1\n' });
    expect(body(toPlatformError(error))).toEqual({
      RequestId: '1-0',
      Code: 'CAExited',
      Message: 'exited.\nLogs:line 1\n',
      Hint: 'Look at line 1.',
    });
  });

  it('is written as each generation of the API does', () => {
    expect(body(functionNotFound('hello'))).toEqual({
      RequestId: '1-0',
      Code: 'FunctionNotFound',
      Message: "function 'hello' does not exist.",
    });
    expect(body(functionNotFound('hello', 'shop'), 'fc2')).toEqual({
      ErrorCode: 'FunctionNotFound',
      ErrorMessage: "function 'hello' does not exist in service 'shop'",
    });
  });

  it('that was wrapped already stays as it is', () => {
    const error = new PlatformError(418, 'Teapot', 'short and stout');
    expect(toPlatformError(error)).toBe(error);
  });
});
