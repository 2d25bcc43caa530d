import type { StartCause, StartFinding } from '../shared/startFailure.ts';

/** What a start command the engine could not even run comes down to. */
export interface NotStartable extends StartFinding {
  /** The file it is about, where the engine names it. */
  readonly file?: string;
}

/** By what the engine's adapter says of it, and by the engine's own words. */
const patterns: readonly (readonly [RegExp, StartCause])[] = [
  [/neither CMD nor ENTRYPOINT|no command specified/i, 'noStartCommand'],
  [/unable to find user|user ".*" does not exist/i, 'userMissing'],
  [/working folder|cannot mkdir/i, 'workingFolder'],
  [/not an executable file|permission denied|is a directory/i, 'notExecutable'],
  [/no such file|executable file not found/i, 'commandNotFound'],
];

const usualNextStep = 'Correct CMD or ENTRYPOINT in the Dockerfile, or entrypoint and command in s.yaml.';

/** @param hint what to do about this very cause, when the engine's words tell it */
export function notStartableCause(engineMessage: string, hint = usualNextStep): NotStartable {
  const cause = patterns.find(([pattern]) => pattern.test(engineMessage))?.[1] ?? 'unknown';
  const file = /(?:start command|exec:) "([^"]+)"/.exec(engineMessage)?.[1];
  return { cause, found: [engineMessage], nextStep: hint, ...(file === undefined ? {} : { file }) };
}
