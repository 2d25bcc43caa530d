import { basename, dirname, join } from 'node:path';
import { fillTemplate } from './fillTemplate.ts';
import { guessCaPort } from './guessCaPort.ts';
import { requireCaPort, requireFunctionName } from './planScaffold.ts';
import type { ReadTemplate, ScaffoldPlan } from './scaffoldPlan.ts';

export interface AdoptRequest {
  readonly dockerfile: {
    /** Absolute path. */
    readonly file: string;
    readonly text: string;
  };
  readonly name: string;
  /** Taken from EXPOSE when absent. */
  readonly caPort?: number;
}

/**
 * Plans the `s.yaml` that makes a function of an existing Dockerfile. Lifecycle hooks are left out: whether its server
 * answers `/initialize` and `/pre-stop` is not known.
 * @throws FcError `NameInvalid`, `InvalidArgument`
 */
export async function adoptDockerfile(
  { dockerfile: { file, text }, name, caPort = guessCaPort(text) }: AdoptRequest,
  readTemplate: ReadTemplate,
): Promise<ScaffoldPlan> {
  requireFunctionName(name);
  requireCaPort(caPort);
  const folder = dirname(file);
  const configFile = join(folder, 's.yaml');
  const config = fillTemplate(await readTemplate('adopt/s.yaml'), { name, caPort, dockerfile: basename(file) });
  return { functionName: name, folder, configFile, files: [{ file: configFile, text: config }] };
}
