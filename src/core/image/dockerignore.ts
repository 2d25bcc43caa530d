import { posix } from 'node:path';
import ignore from '@balena/dockerignore';
import { FcError } from '../shared/fcError.ts';

/** Decides what stays out of a build context. */
export interface ContextFilter {
  /** Whether this path (relative to the context, `/` separated) stays out. */
  excludes(path: string): boolean;
  /**
   * Whether an excluded folder has to be looked into because a `!` pattern names something below it. As the docker CLI
   * decides it: by the pattern's own text, a wildcard at its beginning opens no folder.
   */
  keepsBelow(folder: string): boolean;
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
  const exceptions = lines.flatMap((line) => exceptionIn(line) ?? []);
  return {
    excludes: (path) => filter.ignores(path),
    keepsBelow: (folder) => exceptions.some((exception) => `${exception}/`.startsWith(`${folder}/`)),
  };
}

/** The path of a `!` pattern, relative to the context. */
function exceptionIn(line: string): string | undefined {
  const pattern = /^\s*!\s*\/?(.+?)\s*$/.exec(line)?.[1];
  return pattern === undefined ? undefined : posix.normalize(pattern).replace(/\/$/, '');
}

export const everything: ContextFilter = { excludes: () => false, keepsBelow: () => false };
