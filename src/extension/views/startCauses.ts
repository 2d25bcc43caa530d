import type { FunctionSpec, SpecPosition } from '../../core/function/functionSpec.ts';
import type { StartCause } from '../../core/shared/startFailure.ts';

/** Each cause of a failed start in the few words a row has room for. */
export const causeWords: Readonly<Record<StartCause, string>> = {
  loopbackOnly: 'listens on 127.0.0.1 only',
  otherPort: 'listens on another port',
  unreachable: 'took no connection in time',
  busyStarting: 'was still busy starting',
  waiting: 'waits for something, listens on no port',
  notListening: 'listens on no port',

  exited: 'exited with an error',
  endedByItself: 'ended by itself',
  killed: 'was ended by a signal',
  outOfMemory: 'ran out of memory',
  heapLimit: 'its heap was full',

  commandNotFound: 'start command not found',
  notExecutable: 'start command not executable',
  wrongArchitecture: 'program for another processor',
  noInterpreterLine: 'script without a #! line',
  carriageReturn: 'script with Windows line ends',
  interpreterMissing: 'interpreter of the script missing',
  loaderMissing: 'its C library is missing',
  libraryMissing: 'a library is missing',
  noStartCommand: 'no start command',
  userMissing: 'its user does not exist',
  workingFolder: 'its working folder is none',

  healthStatus: 'health check answers with an error',
  healthSilent: 'health check gets no answer',

  initializerRefused: 'initializer answered with an error',
  initializerTimedOut: 'initializer took too long',
  initializerExited: 'ended during its initializer',
  initializerSilent: 'initializer gave no answer',
  initializerCommand: 'initializer command failed',

  unknown: 'did not become ready',
};

/** What to open to mend it: the Dockerfile, or a place in `s.yaml`. */
export type Remedy = 'dockerfile' | SpecPosition;

/** The rest is mended in the server's own code, which nobody here knows. */
const remedies: Readonly<Partial<Record<StartCause, Remedy>>> = {
  loopbackOnly: 'dockerfile',
  otherPort: 'port',
  busyStarting: 'cpu',
  endedByItself: 'dockerfile',
  outOfMemory: 'memorySize',
  heapLimit: 'memorySize',
  commandNotFound: 'dockerfile',
  notExecutable: 'dockerfile',
  wrongArchitecture: 'dockerfile',
  noInterpreterLine: 'dockerfile',
  interpreterMissing: 'dockerfile',
  loaderMissing: 'dockerfile',
  libraryMissing: 'dockerfile',
  noStartCommand: 'dockerfile',
  userMissing: 'dockerfile',
  workingFolder: 'dockerfile',
  healthStatus: 'customContainerConfig',
  healthSilent: 'customContainerConfig',
  initializerTimedOut: 'resource',
  initializerCommand: 'resource',
};

/** A start command that stands in `s.yaml` is mended there. */
export function remedyOf(cause: StartCause, { container }: Pick<FunctionSpec, 'container'>): Remedy | undefined {
  const remedy = remedies[cause];
  const isOwnCommand = container.command !== undefined || container.entrypoint !== undefined;
  return isOwnCommand && (cause === 'endedByItself' || cause === 'commandNotFound') ? 'customContainerConfig' : remedy;
}
