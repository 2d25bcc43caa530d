import { isAbortError } from '../shared/abort.ts';
import { FcError } from '../shared/fcError.ts';

/** What to do next, by the system's own code. */
const hints: Readonly<Record<string, string>> = {
  EACCES: 'Choose a folder you may write to.',
  EPERM: 'Choose a folder you may write to.',
  EROFS: 'The disk is read-only: choose a folder on another one.',
  ENOSPC: 'The disk is full: make room or choose a folder on another one.',
  EDQUOT: 'Your disk quota is used up: make room or choose another folder.',
  ENOTDIR: 'A file is where a folder should be: choose another folder.',
  EEXIST: 'A file is where a folder should be: choose another folder.',
  EISDIR: 'A folder is where a file should be: choose another folder.',
  ENOENT: 'No folder can be made there: choose another one.',
  ENAMETOOLONG: 'Choose a shorter path.',
};

/** The system's error as a letter to the person; our own errors and cancellation as they are. */
export function folderNotWritable(folder: string, error: unknown): unknown {
  if (error instanceof FcError || isAbortError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new FcError('FolderNotWritable', `The function's files cannot be written to ${folder}. Nothing was changed.`, {
    hint: hints[code] ?? 'Choose another folder.',
    detail: error instanceof Error ? error.message : String(error),
    cause: error,
  });
}
