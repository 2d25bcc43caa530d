import { FcError } from '../shared/fcError.ts';
import { functionNameProblem } from '../function/functionName.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';

/**
 * Refuses a function the cloud would not even create, before an image or a container carries its names.
 * @throws FcError `ConfigInvalid`
 */
export function requireUsableSpec(spec: FunctionSpec): void {
  const { functionName, configFile, resource, container } = spec;
  const problem = functionNameProblem(functionName);
  if (problem !== undefined)
    throw new FcError('ConfigInvalid', `“${functionName}” in ${configFile} is no name for a function. ${problem}`, {
      hint: fix(functionName, `the name of ${resource}`, `Correct functionName of ${resource}.`),
    });
  if (container.image === '')
    throw new FcError('ConfigInvalid', `${functionName} names no image.`, {
      hint: `Set customContainerConfig.image in ${configFile}.`,
    });
  if (!/^[^\s${}]+$/.test(container.image))
    throw new FcError('ConfigInvalid', `“${container.image}” in ${configFile} is no name for an image.`, {
      hint: fix(container.image, `the image of ${resource}`, `Correct customContainerConfig.image of ${resource}.`),
    });
}

function fix(written: string, what: string, otherwise: string): string {
  if (!written.includes('${')) return otherwise;
  return `Only Serverless Devs can resolve the expression: write ${what} as text to run it here.`;
}
