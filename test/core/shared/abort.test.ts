import { expect, it } from 'vitest';
import { abortError, isAbortError } from '../../../src/core/shared/abort.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';

it('tells a cancellation from a failure', () => {
  const reasons = [abortError(), AbortSignal.abort().reason as unknown];
  expect(reasons.map(isAbortError)).toEqual([true, true]);
  expect([new Error('AbortError'), new FcError('BuildFailed', ''), 'AbortError', undefined].map(isAbortError)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
