import { describe, expect, it } from 'vitest';
import { attemptOf, refusedAttempt } from '../../../src/core/invocation/asyncAttempt.ts';
import { FcError, type FcErrorCode } from '../../../src/core/shared/fcError.ts';
import { testReport } from '../../support/testReport.ts';

const body = new TextEncoder().encode('answer');

describe('An attempt', () => {
  it('has succeeded whatever HTTP status the function answers with', () => {
    expect(attemptOf({ report: testReport({ statusCode: 500 }), body })).toMatchObject({
      outcome: 'succeeded',
      statusCode: 200,
      payload: body,
    });
  });

  it('has failed when the report says that the function did', () => {
    const error = { type: 'InvocationError', message: 'mock exception' } as const;
    expect(attemptOf({ report: testReport({ error }), body })).toMatchObject({
      outcome: 'functionFailed',
      statusCode: 200,
      payload: body,
      error,
      instanceId: testReport().instanceId,
    });
  });

  it.each<[FcErrorCode, string, number]>([
    ['FunctionNotStarted', 'functionFailed', 412],
    ['CAExited', 'functionFailed', 412],
    ['InitializationError', 'functionFailed', 200],
    ['ResourceExhausted', 'notTaken', 429],
    ['PreconditionFailed', 'notTaken', 412],
    ['EngineNotRunning', 'notTaken', 500],
    ['ImageMissing', 'notTaken', 500],
    ['InvalidArgument', 'impossible', 400],
    ['ConfigInvalid', 'impossible', 400],
    ['FunctionNotFound', 'functionGone', 404],
  ])('that was refused with %s counts as %s', (code, outcome, statusCode) => {
    const attempt = refusedAttempt(new FcError(code, 'It did not work.'), 'request-1');
    expect(attempt).toMatchObject({ outcome, statusCode, error: { type: code, message: 'It did not work.' } });
  });

  it("carries the platform's own answer when there is none of the function", () => {
    const answer = (code: FcErrorCode): unknown =>
      JSON.parse(new TextDecoder().decode(refusedAttempt(new FcError(code, 'Gone.'), 'request-1').payload));
    expect(answer('CAExited')).toEqual({ RequestId: 'request-1', Code: 'CAExited', Message: 'Gone.' });
    expect(answer('InitializationError')).toEqual({ errorMessage: 'Gone.' });
  });

  it("takes an error nobody knows for the system's", () => {
    expect(refusedAttempt(new Error('oops'), 'request-1')).toMatchObject({
      outcome: 'notTaken',
      statusCode: 500,
      error: { type: 'InternalServerError', message: 'oops' },
    });
  });
});
