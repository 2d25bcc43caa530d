import type { ContainerExit, PeakMemory } from '../ports/containerEngine.ts';
import type { StartFinding } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { execCause, type ExecFacts } from './execCause.ts';
import { execFailure } from './execFailure.ts';
import { shellCause } from './shellCause.ts';

/** What is known of a container that ended, beyond its exit. Absent is what nobody looked at. */
export interface ExitFacts extends ExecFacts {
  readonly spec: Pick<FunctionSpec, 'memorySize'>;
  /** The kernel killed one of its processes for want of memory. */
  readonly outOfMemory?: boolean;
  readonly peak?: PeakMemory;
}

/** Signals by their number on Linux: a process they end exits with 128 and that number. */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/**
 * Why a container ended while it was starting. The exit code alone tells little (the platform prints it as an errno,
 * whatever it means), so what it printed last is read too.
 * @param startCommand entrypoint and command as they ran
 */
export function exitCause(
  exit: ContainerExit,
  startCommand: readonly string[],
  logTail: string,
  facts: ExitFacts,
): StartFinding {
  if (exit.oomKilled || facts.outOfMemory) return outOfMemory(exit, facts);
  const failedExec = execFailure(logTail);
  if (failedExec !== undefined) return execCause(failedExec, startCommand, facts);
  return (
    heapLimit(logTail, facts) ??
    shellCause(exit.exitCode, logTail) ??
    codeCause(exit.exitCode, tellingLine(logTail)) ?? { cause: 'exited', found: tellingLine(logTail) }
  );
}

function outOfMemory({ exitCode }: ContainerExit, { spec, peak }: ExitFacts): StartFinding {
  const who = exitCode === 137 ? 'It' : 'One of its processes'; // a shell or a supervisor outlives its child
  const used = peak?.kind === 'peak' ? `, of which ${Math.round(peak.bytes / 1024 ** 2)} MB were used` : '';
  return {
    cause: 'outOfMemory',
    found: [`${who} was killed for want of memory: the limit is ${spec.memorySize} MB${used}.`],
    nextStep: 'Raise memorySize in s.yaml, or let the start need less.',
  };
}

/** V8 gives up by itself when its heap is full, with 134 or 139 and without the kernel's doing. */
function heapLimit(logTail: string, { spec }: ExitFacts): StartFinding | undefined {
  if (!/heap out of memory|Reached heap limit/.test(logTail)) return undefined;
  return {
    cause: 'heapLimit',
    found: [`Node.js ended itself: its heap was full before the ${spec.memorySize} MB of memorySize were.`],
    nextStep:
      'Raise memorySize in s.yaml, or let the heap have more of it: ' +
      `NODE_OPTIONS=--max-old-space-size=${Math.floor(spec.memorySize * 0.75)} in the environment variables.`,
  };
}

function codeCause(exitCode: number, said: readonly string[]): StartFinding | undefined {
  if (exitCode === 0)
    return {
      cause: 'endedByItself',
      found: ['The start command ended by itself, without an error.', ...said],
      nextStep: 'It must keep serving on CAPort, in the foreground: not behind & and not as a daemon.',
    };
  const signal = exitCode - 128;
  const name = signals[signal];
  if (name === undefined) return undefined;
  return {
    cause: 'killed',
    found: [`It was ended by the signal ${name} (exit code ${exitCode} = 128 + ${signal}).`, ...said],
    ...(name === 'SIGKILL' && { nextStep: 'If nobody killed it, it may have needed more memory: raise memorySize.' }),
  };
}

/** The line that tells most: the last one that reads like an error, else the last one. */
function tellingLine(logTail: string): readonly string[] {
  const lines = logTail.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLast((line) => /^\s*(?:[\w.]*(?:Error|Exception)\b|panic: |fatal\b)/i.test(line));
  const line = error ?? lines.at(-1);
  if (line === undefined) return [];
  return [`${line === lines.at(-1) ? 'Its last line was' : 'Its error was'}: ${line.trim().slice(0, 200)}`];
}
