import type { ContainerExit, PeakMemory } from '../ports/containerEngine.ts';
import { sentencesOf, type StartFailure } from '../shared/startFailure.ts';
import type { Initializer } from '../function/functionSpec.ts';
import { execFailure } from './execFailure.ts';
import { exitCause, type ExitFacts } from './exitCause.ts';
import { exitTexts } from './exitTexts.ts';
import { healthCause } from './healthCause.ts';
import { initializerCause, type FailedHook } from './initializerCause.ts';
import { listeningCause, type ListeningFacts } from './listeningCause.ts';
import { notStartableCause } from './notStartableCause.ts';

/**
 * The verdict for a container that ended before it was ready.
 *
 * A file the kernel refuses ends the local container with 1 or 255; the platform reports the errno itself
 * ("code 8, message:exec format error"), and so does this.
 * @param startCommand entrypoint and command as they ran
 */
export function exitedVerdict(
  exit: ContainerExit,
  startCommand: readonly string[],
  logTail: string,
  facts: ExitFacts,
): StartFailure {
  const exitCode = execFailure(logTail)?.errno ?? exit.exitCode;
  const text = exitTexts[exitCode];
  const code = text === undefined ? `code ${exitCode}` : `code ${exitCode}, message:${text}`;
  return {
    code: 'CAExited',
    message: `Function instance exited unexpectedly(${code}) with start command '${startCommand.join(' ')}'.`,
    ...exitCause(exit, startCommand, logTail, facts),
    logTail,
  };
}

/**
 * The verdict for a start command the engine could not even run.
 *
 * `CAFileNotFound` and `CAFilePermission` are documented for the bootstrap file of a custom runtime only; that a missing
 * or not executable start command of a container is reported alike is a choice, and so is its name in those texts. Every
 * other reason is `CAExited` in its general form.
 * @param hint what to do about this very cause, when the engine's words tell it
 */
export function notStartableVerdict(engineMessage: string, hint?: string): StartFailure {
  const { file, ...finding } = notStartableCause(engineMessage, hint);
  if (finding.cause === 'commandNotFound' && file !== undefined) {
    const error = `Failed to start function instance. Error: the file ${file} is not exist`;
    return { code: 'CAFileNotFound', message: `The function cannot be started. ${error}`, ...finding, logTail: '' };
  }
  if (finding.cause === 'notExecutable' && file !== undefined) {
    const message = `The CA process cannot be started due to ${file} file don't have execute permissions`;
    return { code: 'CAFilePermission', message, ...finding, logTail: '' };
  }
  const message = `The function either cannot be started or exited. ${engineMessage}`;
  return { code: 'CAExited', message, ...finding, found: [], logTail: '' };
}

/**
 * The verdict for a CAPort that did not open in time.
 * @param seconds how long was waited
 */
export function notListeningVerdict(
  caPort: number,
  seconds: number,
  facts: ListeningFacts,
  logTail: string,
): StartFailure {
  return {
    code: 'FunctionNotStarted',
    message: `Function instance health check failed on port ${caPort} in ${seconds} seconds.`,
    ...listeningCause(caPort, facts),
    logTail,
  };
}

/** What may be told of a CAPort that is not open yet. */
export function listeningCauses(caPort: number, facts: ListeningFacts): readonly string[] {
  return sentencesOf(listeningCause(caPort, facts));
}

/**
 * The verdict for a health check that failed while starting (docs: instance health check). The blank at the end of the
 * message is the platform's. What it says when there was no answer at all is not documented: the text ends before the
 * status then, choice.
 * @param statusCode `undefined`: no answer in time
 */
export function healthVerdict(httpGetUrl: string, statusCode: number | undefined, logTail: string): StartFailure {
  const status = statusCode === undefined ? '' : ` with status code: ${statusCode} `;
  return {
    code: 'FunctionNotStarted',
    message: `The function http server cannot be started. check function health failed${status}`,
    ...healthCause(httpGetUrl, statusCode),
    logTail,
  };
}

/**
 * The verdict for an initializer that failed (docs: lifecycle hooks): the call that caused it is answered with HTTP 200,
 * `X-Fc-Error-Type: InitializationError` and an `errorMessage`. Of the message nothing more is documented: it is that of
 * a call that fails alike, and for an error status it is ours, choice.
 * @param facts of the container, for one that ended meanwhile
 */
export function initializerVerdict(
  outcome: FailedHook,
  initializer: Initializer,
  logTail: string,
  facts?: ExitFacts,
): StartFailure {
  return {
    code: 'InitializationError',
    message: initializerMessage(outcome, initializer, facts?.peak),
    ...initializerCause(outcome, initializer, logTail, facts),
    logTail,
  };
}

function initializerMessage(outcome: FailedHook, { timeout }: Initializer, peak: PeakMemory | undefined): string {
  switch (outcome.outcome) {
    case 'timedOut': {
      const memory = peak === undefined ? '' : ` (maxMemoryUsage: ${(peak.bytes / 1024 ** 2).toFixed(2)}MB)`;
      return `Function timed out after ${timeout} seconds${memory}`;
    }
    case 'refused':
      return `Function initialization failed with status code: ${outcome.statusCode}`;
    case 'commandFailed':
      return `Function initialization failed with exit code: ${outcome.exitCode}`;
    case 'exited':
    case 'connectionLost':
      return 'Process exited unexpectedly before completing request';
  }
}
