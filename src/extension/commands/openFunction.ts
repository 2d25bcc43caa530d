import { Uri, window, workspace } from 'vscode';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { toRange } from '../ranges.ts';
import type { Services } from '../services.ts';

/** Opens the s.yaml at the function. */
export async function openFunction(services: Services, target?: FunctionTarget): Promise<void> {
  const { spec } = await pickFunction(services, target);
  const position = spec.positions.functionName ?? spec.positions.resource;
  const document = await workspace.openTextDocument(Uri.file(spec.configFile));
  await window.showTextDocument(document, position === undefined ? {} : { selection: toRange(position) });
}
