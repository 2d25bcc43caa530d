import { Uri, window } from 'vscode';
import { abortError } from '../../core/shared/abort.ts';
import { FcError } from '../../core/shared/fcError.ts';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import { isScripted, requireTexts } from '../scripted.ts';
import type { Services } from '../services.ts';
import { filePath } from '../workspaceFunctions.ts';
import { stateText } from '../views/functionState.ts';

/** Names a function: its name or id, the file it is declared or built in, or a tree node that stands for it. */
export type FunctionTarget = string | Uri | { readonly function: string };

/**
 * The function a command is about: the given one, else the one of the file in the editor, else the only one, else the
 * one the person picks.
 * @throws FcError `FunctionNotFound`; AbortError when nothing is picked
 */
export async function pickFunction(services: Services, target?: FunctionTarget): Promise<FunctionSnapshot> {
  await services.functions.ready();
  const { functions } = services.emulator.snapshot();
  const named = typeof target === 'object' && !(target instanceof Uri) ? target.function : target;
  if (typeof named === 'string') return byName(functions, named);
  if (isScripted(target)) requireTexts(target, 'function');
  const [only, ...others] = functions;
  if (only === undefined) throw noFunction(services);
  const file = filePath(named ?? window.activeTextEditor?.document.uri);
  const ofFile = functions.filter(({ spec }) => spec.configFile === file || spec.dockerfile === file);
  if (ofFile.length === 1 && ofFile[0] !== undefined) return ofFile[0];
  if (others.length === 0) return only;
  return ask(ofFile.length > 1 ? ofFile : functions);
}

/** A file that cannot be read is the likelier reason than that there is none. */
function noFunction({ emulator }: Services): FcError {
  const [broken] = [...emulator.snapshot().configFindings.values()]
    .flat()
    .filter(({ severity }) => severity === 'error');
  if (broken !== undefined)
    return new FcError('ConfigInvalid', `${broken.file}, line ${broken.range.start.line + 1}: ${broken.message}`, {
      hint: 'Correct it there, and the function is found.',
    });
  return new FcError('FunctionNotFound', 'This workspace has no custom-container function.', {
    hint: 'Create one with “Function Compute: Create Function…”.',
  });
}

function byName(functions: readonly FunctionSnapshot[], name: string): FunctionSnapshot {
  const found = functions.filter(({ spec }) => spec.id === name || spec.functionName === name);
  const [first, second] = found;
  if (first === undefined)
    throw new FcError('FunctionNotFound', `function '${name}' does not exist.`, {
      hint: 'Name a function of an s.yaml in this workspace.',
    });
  if (second !== undefined)
    throw new FcError('FunctionNotFound', `Several functions are called '${name}'.`, {
      hint: `Name one by its id, for example ${first.spec.id}.`,
    });
  return first;
}

async function ask(functions: readonly FunctionSnapshot[]): Promise<FunctionSnapshot> {
  const choices = functions.map((snapshot) => ({
    label: snapshot.spec.functionName,
    description: stateText(snapshot),
    detail: snapshot.spec.configFile,
    snapshot,
  }));
  const chosen = await window.showQuickPick(choices, { placeHolder: 'Choose a function', matchOnDetail: true });
  if (chosen === undefined) throw abortError();
  return chosen.snapshot;
}
