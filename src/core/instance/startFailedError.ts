import { FcError } from '../shared/fcError.ts';
import { sentencesOf, type StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';

/** A start that failed on the function's side: the platform's code and text, and what was found. */
export class StartFailedError extends FcError {
  readonly failure: StartFailure;

  constructor(failure: StartFailure, about: FunctionSpec, cause?: unknown) {
    super(failure.code, failure.message, {
      hint: sentencesOf(failure).join(' '),
      detail: failure.logTail,
      cause,
      about,
    });
    this.failure = failure;
  }
}
