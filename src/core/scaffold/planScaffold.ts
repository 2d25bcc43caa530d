import { isAbsolute, join } from 'node:path';
import { caPortProblem, defaultCaPort } from '../function/caPort.ts';
import { functionNameProblem } from '../function/functionName.ts';
import { FcError } from '../shared/fcError.ts';
import { fillTemplate } from './fillTemplate.ts';
import type { ReadTemplate, ScaffoldPlan } from './scaffoldPlan.ts';
import { templates } from './templates.ts';

export interface ScaffoldRequest {
  /** Id of a template. */
  readonly template: string;
  readonly name: string;
  /** Absolute path of the function's own folder; it need not exist and need not be empty. */
  readonly folder: string;
  readonly caPort?: number;
}

/**
 * Fills a template for a new function. Nothing is written.
 * @throws FcError `NameInvalid`, `InvalidArgument`
 */
export async function planScaffold(
  { template: id, name, folder, caPort = defaultCaPort }: ScaffoldRequest,
  readTemplate: ReadTemplate,
): Promise<ScaffoldPlan> {
  const template = templates.find((candidate) => candidate.id === id);
  if (template === undefined)
    throw new FcError('InvalidArgument', `There is no template ${id}.`, {
      hint: `Choose ${templates.map((candidate) => candidate.id).join(' or ')}.`,
    });
  requireFunctionName(name);
  requireCaPort(caPort);
  if (!isAbsolute(folder))
    throw new FcError('InvalidArgument', `The folder for ${name} must be an absolute path, not "${folder}".`);

  const values = { name, caPort, dockerfile: 'Dockerfile' };
  const files = template.files.map(async (path) => ({
    file: join(folder, ...path.split('/')),
    text: fillTemplate(await readTemplate(`${template.id}/${path}`), values),
  }));
  return { functionName: name, folder, configFile: join(folder, 's.yaml'), files: await Promise.all(files) };
}

/** @throws FcError `NameInvalid` */
export function requireFunctionName(name: string): void {
  const problem = functionNameProblem(name);
  if (problem !== undefined)
    throw new FcError('NameInvalid', `"${name}" cannot be the name of a function. ${problem}`, {
      hint: 'Use 1 to 64 letters, digits, "_" and "-", not beginning with a digit or "-".',
    });
}

/** @throws FcError `InvalidArgument` */
export function requireCaPort(caPort: number): void {
  const problem = caPortProblem(caPort);
  if (problem !== undefined) throw new FcError('InvalidArgument', `${caPort} cannot be the CAPort. ${problem}`);
}
