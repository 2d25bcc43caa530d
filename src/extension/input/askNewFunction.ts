import path from 'node:path';
import { Uri, window } from 'vscode';
import { defaultCaPort } from '../../core/function/caPort.ts';
import { functionNameProblem } from '../../core/function/functionName.ts';
import type { ScaffoldRequest } from '../../core/scaffold/planScaffold.ts';
import { templates, type TemplateId } from '../../core/scaffold/templates.ts';
import { abortError } from '../../core/shared/abort.ts';
import { MultiStep } from './multiStep.ts';

/**
 * Asks for a new function: template, name, folder, CAPort.
 * @param folders the workspace's folders; a function's own folder is proposed in each
 */
export async function askNewFunction(folders: readonly string[]): Promise<ScaffoldRequest & { caPort: number }> {
  let template: TemplateId = 'nodejs';
  let name = '';
  let folder: string | undefined;
  let caPort = defaultCaPort;
  await new MultiStep('Create Function', 4).run([
    (ask) =>
      ask.pick<TemplateId>({
        placeholder: 'Template',
        choices: templates.map(({ id, title, description }) => ({ label: title, description, value: id })),
        chosen: template,
        accept: (value) => void (template = value),
      }),
    (ask) =>
      ask.text({
        prompt: 'Name of the function',
        value: name,
        placeholder: 'hello',
        problem: functionNameProblem,
        accept: (value) => void (name = value),
      }),
    (ask) =>
      ask.pick<string | undefined>({
        placeholder: `Folder for ${name}`,
        choices: [
          ...folders.map((parent) => ({
            label: `$(folder) ${path.join(path.basename(parent), name)}`,
            description: path.join(parent, name),
            value: path.join(parent, name),
          })),
          { label: '$(folder-opened) Browse…', description: 'Choose the parent folder', value: undefined },
        ],
        chosen: folder,
        accept: async (value) => {
          const parent = value ?? (await browse(folders[0]));
          if (parent === undefined) return 'again';
          folder = value ?? path.join(parent, name);
          return 'next';
        },
      }),
    (ask) => ask.port({ value: caPort, accept: (value) => void (caPort = value) }),
  ]);
  if (folder === undefined) throw abortError();
  return { template, name, folder, caPort };
}

async function browse(start: string | undefined): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      title: 'Parent folder of the function',
      openLabel: 'Create Here',
      ...(start === undefined ? {} : { defaultUri: Uri.file(start) }),
    })) ?? [];
  return chosen?.fsPath;
}
