import { Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { FunctionSpec } from '../../core/function/functionSpec.ts';
import { memoryAdvice, type MemoryAdvice } from '../../core/invocation/memoryAdvice.ts';
import type { InvocationReport } from '../../core/invocation/invocation.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { toRange } from '../ranges.ts';
import { isScripted } from '../scripted.ts';
import type { Services } from '../services.ts';
import { openFunction } from './openFunction.ts';

/** Suggests another `memorySize` from the peaks of the calls; writes it into `s.yaml` only when the person says so. */
export async function adviseMemory(services: Services, target?: FunctionTarget): Promise<MemoryAdvice | undefined> {
  const { spec } = await pickFunction(services, target);
  const reports = services.emulator.history(spec.id);
  const advice = memoryAdvice(spec, reports);
  if (isScripted(target)) return advice;
  if (advice === undefined) void window.showInformationMessage(nothingToSuggest(spec, reports));
  else await offer(services, spec, advice);
  return advice;
}

async function offer(services: Services, spec: FunctionSpec, advice: MemoryAdvice): Promise<void> {
  const edits = editsOf(spec, advice);
  const write = `Set memorySize to ${advice.memorySizeMb}`;
  const open = 'Open s.yaml';
  const chosen = await window.showInformationMessage(advice.text, ...(edits === undefined ? [] : [write]), open);
  if (chosen === open) await openFunction(services, { function: spec.id, at: 'memorySize' });
  if (chosen === write && edits !== undefined) {
    await apply(spec, edits);
    await openFunction(services, { function: spec.id, at: 'memorySize' });
  }
}

/** A number in `s.yaml` as it is, and as it should be. */
interface NumberEdit {
  readonly at: 'memorySize' | 'cpu';
  readonly from: number;
  readonly to: number;
}

/** Nothing when one of them is not written there, and so has no place. */
function editsOf(
  { positions, memorySize, cpu }: FunctionSpec,
  advice: MemoryAdvice,
): readonly NumberEdit[] | undefined {
  const edits: readonly NumberEdit[] = [
    { at: 'memorySize', from: memorySize, to: advice.memorySizeMb },
    ...(advice.cpu === undefined ? [] : [{ at: 'cpu', from: cpu, to: advice.cpu } as const]),
  ];
  return edits.every(({ at }) => positions[at] !== undefined) ? edits : undefined;
}

/** As an edit of the open document: it can be undone, and it is the person who saves it. */
async function apply({ configFile, positions }: FunctionSpec, edits: readonly NumberEdit[]): Promise<void> {
  const document = await workspace.openTextDocument(Uri.file(configFile));
  const change = new WorkspaceEdit();
  for (const { at, from, to } of edits) {
    const position = positions[at];
    const range = position && toRange(position);
    if (range === undefined || Number(document.getText(range).replace(/["']/g, '')) !== from)
      throw new FcError('ConfigInvalid', `${configFile} has changed since it was read.`, {
        hint: 'Save it, then try again.',
      });
    change.replace(document.uri, range, String(to));
  }
  await workspace.applyEdit(change);
}

function nothingToSuggest({ functionName, memorySize }: FunctionSpec, reports: readonly InvocationReport[]): string {
  const peaks = reports.flatMap(({ maxMemoryMb, memorySizeMb }) =>
    maxMemoryMb === undefined || memorySizeMb !== memorySize ? [] : [maxMemoryMb],
  );
  if (peaks.length === 0) return `How much memory ${functionName} needs is not known before it is called.`;
  const calls = peaks.length === 1 ? 'one call' : `${peaks.length} calls`;
  return (
    `${functionName} used up to ${Math.max(...peaks).toFixed(0)} of its ${memorySize} MB in ${calls}. There is nothing ` +
    'to suggest: that fits, or it takes more calls to tell.'
  );
}
