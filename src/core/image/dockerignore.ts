import ignore from '@balena/dockerignore';
import { FcError } from '../shared/fcError.ts';

/** Decides what stays out of a build context. */
export interface ContextFilter {
  /** Whether this path (relative to the context, `/` separated) stays out. */
  excludes(path: string): boolean;
  /** Whether something below an excluded folder could still be wanted (a `!` pattern exists). */
  readonly hasExceptions: boolean;
}

/**
 * Reads the text of a `.dockerignore`. Matching is the library's (a port of the engine's own matcher).
 * @throws FcError `BuildFailed` naming the pattern that cannot be read: the engine refuses such a file too
 */
export function readDockerignore(text: string, file: string): ContextFilter {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const filter = ignore({ ignorecase: false });
  for (const line of lines) {
    try {
      filter.add(line).ignores('probe');
    } catch (cause) {
      throw new FcError('BuildFailed', `“${line}” in ${file} is not a pattern the build can read.`, {
        hint: 'Correct or remove that line, then build again.',
        cause,
      });
    }
  }
  return {
    excludes: (path) => filter.ignores(path),
    hasExceptions: lines.some((line) => line.trim().startsWith('!')),
  };
}

export const everything: ContextFilter = { excludes: () => false, hasExceptions: false };
