import path from 'node:path';
import { Uri, window } from 'vscode';
import { adoptDockerfile as planAdoption } from '../../core/scaffold/adoptDockerfile.ts';
import { guessCaPort } from '../../core/scaffold/guessCaPort.ts';
import { writeScaffold } from '../../core/scaffold/writeScaffold.ts';
import { abortError } from '../../core/shared/abort.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { askAdoption } from '../input/askAdoption.ts';
import { askReplace } from '../input/askReplace.ts';
import { readTemplate } from '../readTemplate.ts';
import { requireFreeName } from './createFunction.ts';
import { isScripted, requireTexts } from '../scripted.ts';
import type { Services } from '../services.ts';
import { filePath } from '../workspaceFunctions.ts';

/** An adoption without a question. */
export interface AdoptArguments {
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
  readonly name: string;
  /** Guessed from EXPOSE when left out. */
  readonly caPort?: number;
}

/** Writes an `s.yaml` beside a Dockerfile that has none. */
export async function adoptDockerfile(
  services: Services,
  argument?: AdoptArguments | { readonly dockerfile: string } | Uri,
): Promise<{ configFile: string }> {
  const scripted = isScripted(argument) ? (argument as AdoptArguments) : undefined;
  if (scripted !== undefined) requireTexts(scripted, 'dockerfile', 'name');
  await services.functions.ready();
  const given = argument instanceof Uri ? filePath(argument) : argument?.dockerfile;
  const dockerfile = given ?? (await pickDockerfile(services));
  const text = await services.files.readText(dockerfile);
  if (text === undefined)
    throw new FcError('DockerfileMissing', `${dockerfile} is not there.`, { hint: 'Choose another Dockerfile.' });
  const answers =
    scripted === undefined
      ? await askAdoption(path.basename(path.dirname(dockerfile)), guessCaPort(text))
      : { name: scripted.name, ...(scripted.caPort === undefined ? {} : { caPort: scripted.caPort }) };
  const plan = await planAdoption({ ...answers, dockerfile: { file: dockerfile, text } }, readTemplate(services));
  requireFreeName(services, plan);
  await writeScaffold(plan, services.files, {
    mayReplace: scripted !== undefined ? () => Promise.resolve(false) : askReplace,
  });
  await services.functions.refresh();
  if (scripted === undefined) await window.showTextDocument(Uri.file(plan.configFile), { preview: true });
  return { configFile: plan.configFile };
}

async function pickDockerfile({ emulator }: Services): Promise<string> {
  const { adoptable } = emulator.snapshot();
  const choices = adoptable.flatMap(({ folder, dockerfile }) =>
    dockerfile === undefined ? [] : [{ label: path.basename(folder), description: dockerfile, dockerfile }],
  );
  if (choices.length === 0)
    throw new FcError('DockerfileMissing', 'No folder of this workspace has a Dockerfile without an s.yaml.', {
      hint: 'Create a function with “Function Compute: Create Function…”.',
    });
  const chosen = await window.showQuickPick(choices, { placeHolder: 'Which Dockerfile becomes a function?' });
  if (chosen === undefined) throw abortError();
  return chosen.dockerfile;
}
