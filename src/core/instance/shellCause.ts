import type { StartFinding } from '../shared/startFailure.ts';

/** How shells, `env` and loaders say that they cannot find something: busybox, dash, bash, coreutils, glibc, musl. */
const missing =
  /: ([^:\n]+): (?:command )?not found[ \t]*$|\benv: (?:can't execute )?['‘]?([^'’\n]+?)['’]?: No such file/gm;
const badInterpreter = /: ([^:\n]+): bad interpreter/g; // bash, with 126
const library = /error while loading shared libraries: ([^:\s]+)|Error loading shared library ([^:\s]+)/g;
const denied = /: (?:can't execute )?'?([^:'\n]+)'?: Permission denied[ \t]*$/gm;
const carriageReturn = /\r|\\r|\^M$/;

/**
 * Why a start script, or what it starts, did not find or could not run something: 127 is "not found" and 126 "not
 * executable" by convention (POSIX), what it was stands in the output.
 */
export function shellCause(exitCode: number, logTail: string): StartFinding | undefined {
  if (exitCode === 0) return undefined;
  const name = lastMatch(logTail, missing);
  const interpreter = lastMatch(logTail, badInterpreter);
  const sought = name ?? interpreter ?? '';
  if (carriageReturn.test(sought))
    return {
      cause: 'carriageReturn',
      found: [`A script has Windows line ends: "${sought.replaceAll('\r', '\\r')}" was looked for.`],
      nextStep: 'Save it with LF line ends (in .gitattributes: *.sh text eol=lf) and build again.',
    };
  if (interpreter !== undefined)
    return {
      cause: 'interpreterMissing',
      found: [`A script is for ${interpreter}, which is not in the image.`],
      nextStep: 'Install it in the Dockerfile, or begin the script with an interpreter the image has.',
    };
  if (exitCode === 127) return libraryCause(lastMatch(logTail, library)) ?? notFound(name);
  return exitCode === 126 ? notExecutable(lastMatch(logTail, denied)) : undefined;
}

function libraryCause(name: string | undefined): StartFinding | undefined {
  if (name === undefined) return undefined;
  return {
    cause: 'libraryMissing',
    found: [`The program needs the library ${name}, which is not in the image.`],
    nextStep: 'Install the package it belongs to in the Dockerfile, in the stage that is run.',
  };
}

function notFound(name: string | undefined): StartFinding {
  if (name?.includes('/'))
    return {
      cause: 'commandNotFound',
      found: [`"${name}" was not found: the file, or the interpreter in its first line.`],
      nextStep: 'Copy or install it in the Dockerfile, in the stage that is run, or correct its path.',
    };
  const what = name === undefined ? 'A command of the start script' : `The command "${name}"`;
  return {
    cause: 'commandNotFound',
    found: [`${what} is not in the image, or not in its PATH.`],
    nextStep: 'Install it in the Dockerfile, in the stage that is run, or correct its name.',
  };
}

function notExecutable(file: string | undefined): StartFinding {
  return {
    cause: 'notExecutable',
    found: [`${file === undefined ? 'A file of the start command' : `"${file}"`} may not be executed.`],
    nextStep: `Make it executable in the Dockerfile: RUN chmod +x ${file ?? '<path>'}`,
  };
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.slice(1).find(Boolean);
}
