/**
 * What can keep an instance from becoming ready, one name each, so that the tree, diagnostics and tests can match by
 * word.
 */
export const startCauses = [
  // CAPort did not open
  'loopbackOnly', // it listens on 127.0.0.1 or ::1
  'otherPort', // it listens, but not on CAPort
  'unreachable', // it listens on CAPort, yet no connection came about in time
  'busyStarting', // nothing listens, and it uses its processor
  'waiting', // nothing listens, and it does nothing
  'notListening', // nothing listens; what it does meanwhile is not known or not clear

  // the container ended
  'exited', // with an exit code of its own
  'endedByItself', // with exit code 0
  'killed', // by a signal
  'outOfMemory', // by the kernel, for want of memory
  'heapLimit', // by its own runtime, whose heap was full

  // the start command could not be run
  'commandNotFound',
  'notExecutable',
  'wrongArchitecture', // a program for another processor
  'noInterpreterLine', // a script that does not begin with #!
  'carriageReturn', // a script with Windows line ends
  'interpreterMissing', // what a script names after #! is not in the image
  'loaderMissing', // the loader of a program, and with it its C library, is not in the image
  'libraryMissing', // another library a program needs is not in the image
  'noStartCommand', // neither CMD nor ENTRYPOINT
  'userMissing', // USER names nobody
  'workingFolder', // WORKDIR is no folder

  // it listens, but is not well
  'healthStatus', // the health check answers with an error
  'healthSilent', // the health check does not answer

  // the initializer
  'initializerRefused', // it answered with an error
  'initializerTimedOut',
  'initializerExited', // the container ended meanwhile
  'initializerSilent', // the connection ended without an answer
  'initializerCommand', // the command of a GPU function failed

  'unknown',
] as const;

export type StartCause = (typeof startCauses)[number];

/** What was found out about a start, in our words. */
export interface StartFinding {
  readonly cause: StartCause;
  /** What happened to the function, most telling first; each a full sentence. May be empty. */
  readonly found: readonly string[];
  /** What to do about it, a sentence. */
  readonly nextStep?: string;
}

/** Why an instance never became ready, as data: the platform's words, then ours. */
export interface StartFailure extends StartFinding {
  /** The platform's (docs: custom container troubleshooting; lifecycle hooks). */
  readonly code: 'FunctionNotStarted' | 'CAExited' | 'CAFileNotFound' | 'CAFilePermission' | 'InitializationError';
  /** The platform's text, without the log tail that follows it in the cloud. */
  readonly message: string;
  /** The end of the container's output. */
  readonly logTail: string;
}

/** All of our own sentences, the next step last. */
export function sentencesOf({ found, nextStep }: StartFinding): readonly string[] {
  return nextStep === undefined ? found : [...found, nextStep];
}
