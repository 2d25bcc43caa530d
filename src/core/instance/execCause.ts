import { fcPlatform, type ImageFacts } from '../ports/containerEngine.ts';
import type { StartFinding } from '../shared/startFailure.ts';
import type { ExecFailure } from './execFailure.ts';
import type { StartFile } from './startFile.ts';

const [, fcArchitecture] = fcPlatform.split('/');

export interface ExecFacts {
  readonly image: Pick<ImageFacts, 'architecture'>;
  /** The file `execFailure` names; absent when nobody looked at it. */
  readonly startFile?: StartFile;
}

/** Why the kernel does not run a file that is there: what the file itself says, where somebody looked, decides. */
export function execCause(
  { path, errno }: ExecFailure,
  startCommand: readonly string[],
  { image, startFile }: ExecFacts,
): StartFinding {
  const file = path ?? startCommand[0] ?? 'The start command';
  if (errno === 13)
    return {
      cause: 'notExecutable',
      found: [`${file} may not be executed.`],
      nextStep: `Make it executable in the Dockerfile: RUN chmod +x ${file}`,
    };
  return errno === 8 ? formatCause(file, image.architecture, startFile) : missingCause(file, startFile);
}

function formatCause(file: string, imageArchitecture: string, startFile: StartFile | undefined): StartFinding {
  const isForeign = imageArchitecture !== fcArchitecture;
  if (startFile?.kind === 'other' || (startFile === undefined && !isForeign && /\.[a-z]+$/.test(file)))
    return {
      cause: 'noInterpreterLine',
      found: [`${file} is no program, and as a script it does not begin with #!.`],
      nextStep: `Begin it with a line such as #!/bin/sh, or start it through its interpreter.`,
    };
  const architecture = startFile?.kind === 'program' ? startFile.architecture : undefined;
  const what =
    architecture !== undefined && architecture !== fcArchitecture
      ? `${file} is a program for ${architecture}`
      : isForeign
        ? `The image is for ${imageArchitecture}`
        : `${file} is a program for another processor`;
  return {
    cause: 'wrongArchitecture',
    found: [`${what}; the platform runs ${fcPlatform}.`],
    nextStep: `Build it for ${fcPlatform}, in stages that are for ${fcPlatform} too.`,
  };
}

/** The file is there, but not what the kernel needs to run it. */
function missingCause(file: string, startFile: StartFile | undefined): StartFinding {
  if (startFile?.kind === 'script' && startFile.carriageReturn)
    return {
      cause: 'carriageReturn',
      found: [`${file} has Windows line ends: "${startFile.interpreter}\\r" was looked for as its interpreter.`],
      nextStep: 'Save it with LF line ends (in .gitattributes: *.sh text eol=lf) and build again.',
    };
  if (startFile?.kind === 'script')
    return {
      cause: 'interpreterMissing',
      found: [`${file} is a script for ${startFile.interpreter}, which is not in the image.`],
      nextStep:
        'Install it in the Dockerfile, or begin the script with an interpreter the image has, such as #!/bin/sh.',
    };
  if (startFile?.kind === 'program')
    return {
      cause: 'loaderMissing',
      found: [`${file} is there, but its loader ${startFile.loader ?? ''} is not in the image.`.replace('  ', ' ')],
      nextStep:
        'Build it for the C library of this image (Alpine has musl, most others have glibc), or link it statically.',
    };
  return {
    cause: 'interpreterMissing',
    found: [
      `${file} is there, but what should run it is not: the interpreter in its first line, or the C library of a program.`,
      'A script with Windows line ends fails in the same way.',
    ],
    nextStep: 'Install what it needs in the Dockerfile, and save scripts with LF line ends.',
  };
}
