import { FcError, type FcErrorCode } from '../core/shared/fcError.ts';
import { pullProblem } from './pullProblem.ts';

/** Where a build was when it failed. */
export interface BuildSituation {
  /** The engine's own words. */
  readonly words: string;
  readonly dockerfile: string;
  /** The step it was at, as written; `undefined`: before the first. */
  readonly step?: string | undefined;
  readonly stepNumber: number;
  /** The last lines the step printed. */
  readonly tail: string;
  readonly cause: unknown;
}

interface Explanation {
  readonly code?: FcErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** Says plainly why a build failed. Works on the engine's words, which is all it gives: statuses and types vary. */
export function buildFailure(situation: BuildSituation): FcError {
  const { code = 'BuildFailed', message, hint } = explain(situation);
  const detail = situation.tail || situation.words;
  return new FcError(code, message, { ...(hint && { hint }), detail, cause: situation.cause });
}

function explain(situation: BuildSituation): Explanation {
  const { words, dockerfile, step } = situation;
  return (
    dockerfileProblem(words, dockerfile) ??
    builderProblem(words, step) ??
    stepProblem(situation) ??
    baseImageProblem(words, step) ?? { message: at(situation, words) }
  );
}

function dockerfileProblem(words: string, dockerfile: string): Explanation | undefined {
  const [, line, problem] = /dockerfile parse error (?:on )?line (\d+): ([^]*)/i.exec(words) ?? [];
  if (line && problem) return { message: `${dockerfile}, line ${line}: ${problem}.` };
  if (/cannot locate specified dockerfile|no such file or directory: .*dockerfile/i.test(words)) {
    return { code: 'DockerfileMissing', message: `There is no ${dockerfile} in the build context.` };
  }
  if (/dockerfile .*cannot be empty/i.test(words)) return { message: `${dockerfile} is empty.` };
  if (/no build stage in current context/i.test(words)) {
    return { message: `${dockerfile} has an instruction before its first FROM.`, hint: 'Begin it with FROM.' };
  }
  const other = /failed to parse dockerfile: ([^]*)/i.exec(words)?.[1];
  return other ? { message: `${dockerfile} cannot be read: ${other}.` } : undefined;
}

function builderProblem(words: string, step: string | undefined): Explanation | undefined {
  const option = /the (--\S+) option requires BuildKit/i.exec(words)?.[1];
  if (option) {
    return {
      code: 'BuilderUnsupported',
      message: `${option} needs BuildKit, which is not used for this build: ${step ?? ''}`.trim(),
      hint: `Write the step without ${option}.`,
    };
  }
  if (!/no space left on device/i.test(words)) return undefined;
  return { message: 'The engine has no disk space left.', hint: 'Free some with "docker system prune" and try again.' };
}

function stepProblem(situation: BuildSituation): Explanation | undefined {
  const { words, step } = situation;
  const exitCode = /returned a non-zero code: (\d+)/i.exec(words)?.[1];
  if (exitCode) {
    const killed = exitCode === '137' ? ' (killed, often for lack of memory)' : '';
    return { message: at(situation, `it ended with exit code ${exitCode}${killed}.`) };
  }
  const missing = /(?:excluded by \.dockerignore: stat |lstat |stat \S*\/)([^:\s]+): (?:file does not exist|no such)/i;
  if (/^(?:COPY|ADD) failed/i.test(words)) {
    const path = missing.exec(words)?.[1];
    if (!path) return { message: at(situation, words) };
    return {
      message: at(situation, `"${path}" is not in the build context.`),
      hint: 'Paths are relative to the code folder; also look into .dockerignore.',
    };
  }
  const command = /exec: "([^"]*)"/.exec(words)?.[1];
  if (command && step && /^RUN\b/i.test(step)) {
    return { message: at(situation, `"${command}" cannot be run: it is missing from the image or not executable.`) };
  }
  return undefined;
}

function baseImageProblem(words: string, step: string | undefined): Explanation | undefined {
  const [, image] = /^(?:FROM\s+(?:--\S+\s+)*|COPY\s+--from=)(\S+)/i.exec(step ?? '') ?? [];
  if (!image) return undefined;
  const reason = pullProblem(words);
  if (!reason) return undefined;
  const hint =
    'If it is private, sign in with "docker login"; if the registry cannot be reached from here, choose a mirror with ' +
    'the build argument BASE_IMAGE.';
  return { message: `The base image ${image} could not be pulled: ${reason}.`, hint };
}

function at({ step, stepNumber }: BuildSituation, problem: string): string {
  return step === undefined ? `The build failed: ${problem}` : `Step ${stepNumber} (${brief(step)}) failed: ${problem}`;
}

function brief(step: string): string {
  const line = step.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
