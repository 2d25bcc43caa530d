import { expect, it } from 'vitest';
import { FcError, fcErrorCodes } from '../../../src/core/shared/fcError.ts';

it('An error is a letter: what happened, what to do next, the evidence, and the cause folded inside', () => {
  const cause = new Error('EACCES');
  const error = new FcError('FolderNotWritable', 'No files can be created there.', { hint: 'Choose another.', cause });
  expect(error).toMatchObject({ name: 'FcError', code: 'FolderNotWritable', hint: 'Choose another.', cause });
  expect(error.detail).toBeUndefined();
  expect('cause' in new FcError('BuildFailed', 'It failed.')).toBe(false);
});

it('has one code for each situation', () => {
  expect(new Set(fcErrorCodes).size).toBe(fcErrorCodes.length);
});
