import { homedir } from 'node:os';
import path from 'node:path';
import { Uri, window, workspace } from 'vscode';
import type { LogFilter } from '../../core/log/savedLog.ts';
import { abortError, isAbortError } from '../../core/shared/abort.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { pickRequest, requestIdInEditor } from '../input/pickRequest.ts';
import { withProgress } from '../progress.ts';
import { isScripted, requireTexts } from '../scripted.ts';
import type { Services } from '../services.ts';

/** A request without a question. */
export type RequestTarget = string | { readonly requestId: string };

/** Where the log goes, without a question. */
export interface SaveLogArguments {
  /** Absolute; a file that is there is replaced. */
  readonly path: string;
}

/** What was opened: how many lines the saved log has of it. */
interface ShownLog {
  readonly lines: number;
}

/** The log of every function, as it grows. */
export function showLog({ functionLog }: Services): Promise<void> {
  functionLog.show(false);
  return Promise.resolve();
}

/** Empties the panel; the saved log keeps everything. */
export function clearLog({ functionLog }: Services): Promise<void> {
  functionLog.clear();
  return Promise.resolve();
}

/** Opens what the saved log has of one function. */
export async function showFunctionLog(services: Services, target?: FunctionTarget): Promise<ShownLog> {
  const { spec } = await pickFunction(services, target);
  return show(services, { functionName: spec.functionName });
}

/** Opens what the saved log has of one request: the given one, else the one under the cursor, else the chosen one. */
export async function showRequestLog(services: Services, target?: RequestTarget | Uri): Promise<ShownLog> {
  const given = isScripted(target) ? requestIdOf(target) : requestIdInEditor();
  return show(services, { requestId: given ?? (await pickRequest(services.savedLog.requests.list())) });
}

/** Writes the whole saved log to a file. */
export async function saveLog({ savedLog }: Services, target?: SaveLogArguments): Promise<{ readonly path: string }> {
  const file = isScripted(target) ? requirePath(target) : await askFile();
  await withProgress('Saving the log', (_report, signal) => savedLog.saveTo(file, {}, { signal })).catch(
    (cause: unknown) => {
      if (isAbortError(cause)) throw cause;
      throw new FcError('FolderNotWritable', `The log could not be written to ${file}.`, {
        hint: 'Choose another folder.',
        cause,
      });
    },
  );
  return { path: file };
}

async function show({ logDocuments }: Services, filter: LogFilter): Promise<ShownLog> {
  const { lines } = await withProgress('Reading the log', (_report, signal) => logDocuments.show(filter, signal));
  return { lines };
}

function requestIdOf(target: RequestTarget): string {
  if (typeof target === 'string') return target;
  requireTexts({ ...target }, 'requestId');
  return target.requestId;
}

function requirePath(target: SaveLogArguments): string {
  requireTexts({ ...target }, 'path');
  if (path.isAbsolute(target.path)) return target.path;
  throw new FcError('InvalidArgument', `${target.path} is no absolute path.`, {
    hint: 'Give the path from the root on.',
  });
}

async function askFile(): Promise<string> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const day = new Date().toISOString().slice(0, 10);
  const chosen = await window.showSaveDialog({
    title: 'Save Log',
    defaultUri: Uri.joinPath(folder, `function-compute-${day}.fclog`),
    filters: { 'Function Compute log': ['fclog'], Text: ['log', 'txt'] },
  });
  if (chosen === undefined) throw abortError();
  return chosen.fsPath;
}
