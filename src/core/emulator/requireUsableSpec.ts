import { FcError } from '../shared/fcError.ts';
import { functionNameProblem } from '../function/functionName.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';

/**
 * Refuses a function the cloud would not even create, before an image or a container carries its name.
 * @throws FcError `ConfigInvalid`
 */
export function requireUsableSpec({ functionName, configFile, resource }: FunctionSpec): void {
  const problem = functionNameProblem(functionName);
  if (problem === undefined) return;
  throw new FcError('ConfigInvalid', `“${functionName}” in ${configFile} is no name for a function. ${problem}`, {
    hint: functionName.includes('${')
      ? `Only Serverless Devs can resolve the expression: write the name of ${resource} as text to run it here.`
      : `Correct functionName of ${resource}.`,
  });
}
