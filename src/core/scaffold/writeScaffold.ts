import { dirname, join } from 'node:path';
import { readFunctionSpecs } from '../function/readFunctionSpecs.ts';
import type { FileSystem } from '../ports/fileSystem.ts';
import { FcError } from '../shared/fcError.ts';
import { FileTransaction } from './fileTransaction.ts';
import { folderNotWritable } from './folderNotWritable.ts';
import type { PlannedFile, ScaffoldPlan } from './scaffoldPlan.ts';

export interface WriteScaffoldOptions {
  /** Asked for every file that exists with another content, before anything is written. */
  readonly mayReplace: (file: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

/** What became of the planned files, absolute paths. */
export interface WrittenScaffold {
  readonly written: readonly string[];
  /** Existing files nobody wanted to replace. */
  readonly kept: readonly string[];
  /** Files that were there with the same content. */
  readonly unchanged: readonly string[];
}

/**
 * Writes a plan, all of it or nothing: when a file cannot be written, or on cancellation, everything this call created
 * is removed again and everything it replaced is put back.
 * @throws FcError `NameTaken` when the folder keeps an `s.yaml` that declares another function, `FileExists` when it
 *   keeps one that declares none, `FolderNotWritable`
 * @throws AbortError
 */
export async function writeScaffold(
  plan: ScaffoldPlan,
  files: FileSystem,
  { mayReplace, signal }: WriteScaffoldOptions,
): Promise<WrittenScaffold> {
  const toWrite: PlannedFile[] = [];
  const kept: string[] = [];
  const unchanged: string[] = [];
  try {
    await refuseHiddenFunctions(plan, files);
    for (const planned of plan.files) {
      signal?.throwIfAborted();
      const isThere = (await files.facts(planned.file)) !== undefined;
      const existing = await files.readText(planned.file); // of a link to nowhere: undefined
      if (existing === planned.text) unchanged.push(planned.file);
      else if (!isThere || (await mayReplace(planned.file))) toWrite.push(planned);
      else {
        if (planned.file === plan.configFile) refuseKeptConfig(plan, existing ?? '');
        kept.push(planned.file);
      }
    }
    await writeAll(plan, toWrite, files, signal);
  } catch (error) {
    throw folderNotWritable(plan.folder, error);
  }
  return { written: toWrite.map(({ file }) => file), kept, unchanged };
}

async function writeAll(
  plan: ScaffoldPlan,
  toWrite: readonly PlannedFile[],
  files: FileSystem,
  signal: AbortSignal | undefined,
): Promise<void> {
  const transaction = await FileTransaction.begin(plan.folder, files);
  try {
    for (const { file, text } of toWrite) {
      signal?.throwIfAborted();
      await transaction.write(file, text);
    }
    signal?.throwIfAborted();
  } catch (error) {
    await transaction.undo();
    throw error;
  }
}

/** A new `s.yaml` would win over an `s.yml` beside it, and the functions declared there would silently be gone. */
async function refuseHiddenFunctions({ configFile, functionName }: ScaffoldPlan, files: FileSystem): Promise<void> {
  const older = join(dirname(configFile), 's.yml');
  const text = await files.readText(older);
  if (text === undefined || (await files.readText(configFile)) !== undefined) return;
  throw new FcError('NameTaken', `${older} already declares what is deployed from this folder.`, {
    hint: `Choose another folder for ${functionName}, or add it to ${older}.`,
  });
}

function refuseKeptConfig({ configFile, functionName }: ScaffoldPlan, text: string): void {
  const names = readFunctionSpecs(configFile, text).specs.map((spec) => spec.functionName);
  if (names.includes(functionName)) return;
  const hint = `Choose another folder for ${functionName}, or let the file be replaced.`;
  if (names.length === 0)
    throw new FcError('FileExists', `${configFile} is in the way and was not replaced.`, { hint });
  throw new FcError('NameTaken', `${dirname(configFile)} already holds the function ${names.join(', ')}.`, { hint });
}
