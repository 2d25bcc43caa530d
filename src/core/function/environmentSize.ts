import { FcError } from '../shared/fcError.ts';
import type { FunctionSpec } from './functionSpec.ts';

/** "Environment variables" docs: 4 KB for all of them together. */
const mostBytes = 4096;

/**
 * What is wrong with the size of a function's own variables; `undefined` when the cloud takes them. Counted are the bytes
 * of names and values in UTF-8: the docs say no more than "total size", so `=` and what the platform adds are left out, a
 * choice that refuses nothing the cloud might take.
 */
export function environmentProblem(variables: Readonly<Record<string, string>>): string | undefined {
  const bytes = Object.entries(variables).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (bytes <= mostBytes) return undefined;
  return `The environment variables have ${bytes} bytes together; ${mostBytes} are allowed.`;
}

/**
 * Refuses what the cloud would refuse, before there is a container.
 * @throws FcError `ConfigInvalid`
 */
export function requireSmallEnvironment(spec: FunctionSpec): void {
  const problem = environmentProblem(spec.environmentVariables);
  if (problem === undefined) return;
  throw new FcError('ConfigInvalid', `${spec.functionName} cannot start. ${problem}`, {
    hint: `Shorten environmentVariables in ${spec.configFile}; long values can be a file of the image.`,
    about: spec,
  });
}
