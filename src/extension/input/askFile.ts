import { homedir } from 'node:os';
import path from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { abortError } from '../../core/shared/abort.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { isScripted, requireTexts } from '../scripted.ts';

/** Where something is saved, without a question. */
export interface SaveArguments {
  /** Absolute; a file that is there is replaced. */
  readonly path: string;
}

export interface FileQuestion {
  readonly title: string;
  readonly proposedName: string;
  /** What the kinds of file are called, with their extensions. */
  readonly filters: Readonly<Record<string, string[]>>;
}

/**
 * The file something is saved to: the one a program names, else the one the person chooses.
 * @throws FcError `InvalidArgument`; AbortError
 */
export async function askFile(argument: SaveArguments | undefined, question: FileQuestion): Promise<string> {
  if (isScripted(argument)) return requirePath(argument);
  const { title, proposedName, filters } = question;
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const chosen = await window.showSaveDialog({ title, defaultUri: Uri.joinPath(folder, proposedName), filters });
  if (chosen === undefined) throw abortError();
  return chosen.fsPath;
}

function requirePath(argument: SaveArguments): string {
  requireTexts(argument, 'path');
  if (path.isAbsolute(argument.path)) return argument.path;
  throw new FcError('InvalidArgument', `${argument.path} is no absolute path.`, {
    hint: 'Give the path from the root on.',
  });
}
