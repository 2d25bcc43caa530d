import path from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import type { ScaffoldPlan } from '../../core/scaffold/scaffoldPlan.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { planScaffold } from '../../core/scaffold/planScaffold.ts';
import { writeScaffold } from '../../core/scaffold/writeScaffold.ts';
import { askNewFunction } from '../input/askNewFunction.ts';
import { askReplace } from '../input/askReplace.ts';
import { readTemplate } from '../readTemplate.ts';
import { isScripted, requireTexts } from '../scripted.ts';
import type { Services } from '../services.ts';

/** A new function without a question. */
export interface NewFunctionArguments {
  /** `nodejs` or `python`. */
  readonly template: string;
  readonly name: string;
  /** Absolute path of the function's own folder. */
  readonly folder: string;
  readonly caPort?: number;
}

/** Creates a function from a template; given arguments, it asks nothing and replaces no file with other content. */
export async function createFunction(
  services: Services,
  argument?: NewFunctionArguments,
): Promise<{ folder: string; files: readonly string[] }> {
  const scripted = isScripted(argument);
  if (scripted) requireTexts(argument, 'template', 'name', 'folder');
  const request = scripted ? argument : await askNewFunction(services.functions.folders);
  const plan = await planScaffold(request, readTemplate(services));
  await services.functions.ready();
  requireFreeName(services, plan);
  const { written } = await writeScaffold(plan, services.files, {
    mayReplace: scripted ? () => Promise.resolve(false) : askReplace,
  });
  await services.functions.refresh();
  if (!scripted) await showCreated(plan.folder, plan.configFile, request.name);
  return { folder: plan.folder, files: written };
}

/**
 * Two functions of one name are one function in the cloud, and share an image here: the wrong code would run.
 * @throws FcError `NameTaken`
 */
export function requireFreeName({ emulator }: Services, { functionName, configFile }: ScaffoldPlan): void {
  const { functions } = emulator.snapshot();
  const other = functions.find(({ spec }) => spec.functionName === functionName && spec.configFile !== configFile);
  if (other === undefined) return;
  throw new FcError('NameTaken', `There is a function ${functionName} already, in ${other.spec.configFile}.`, {
    hint: 'Choose another name.',
  });
}

async function showCreated(folder: string, configFile: string, name: string): Promise<void> {
  const inWorkspace = workspace.getWorkspaceFolder(Uri.file(folder)) !== undefined;
  if (inWorkspace) {
    await window.showTextDocument(Uri.file(configFile), { preview: true });
    await commands.executeCommand('fcContainer.functions.focus');
    return;
  }
  const open = 'Open Folder';
  const answer = await window.showInformationMessage(`${name} was created in ${path.dirname(configFile)}.`, open);
  if (answer === open) await commands.executeCommand('vscode.openFolder', Uri.file(folder));
}
