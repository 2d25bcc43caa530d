import { Uri } from 'vscode';
import type { ReadTemplate } from '../core/scaffold/scaffoldPlan.ts';
import { FcError } from '../core/shared/fcError.ts';
import type { Services } from './services.ts';

/** Reads templates out of the installed extension. */
export function readTemplate({ extensionUri, files }: Services): ReadTemplate {
  return async (name) => {
    const file = Uri.joinPath(extensionUri, 'media', 'templates', name).fsPath;
    const text = await files.readText(file);
    if (text !== undefined) return text;
    throw new FcError('FolderNotWritable', `The extension is incomplete: ${file} is missing.`, {
      hint: 'Install the extension again.',
    });
  };
}
