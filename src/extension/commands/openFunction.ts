import { Uri, window, workspace } from 'vscode';
import type { FunctionSpec, SpecPosition } from '../../core/function/functionSpec.ts';
import type { TextRange } from '../../core/shared/finding.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { toRange } from '../ranges.ts';
import type { Services } from '../services.ts';

/** A function, and what of it is wanted: a place in its `s.yaml`, or its Dockerfile. */
export type OpenTarget = FunctionTarget | { readonly function: string; readonly at?: SpecPosition | 'dockerfile' };

/** Opens the `s.yaml` at the function, or what else of it is wanted. */
export async function openFunction(services: Services, target?: OpenTarget): Promise<void> {
  const { spec } = await pickFunction(services, target);
  const at = typeof target === 'object' && 'at' in target ? target.at : undefined;
  if (at === 'dockerfile') return openDockerfile(services, spec);
  const { positions } = spec;
  await open(spec.configFile, (at && positions[at]) ?? positions.functionName ?? positions.resource);
}

/** At what was found out about the last start, if there is such a thing; at its beginning else. */
async function openDockerfile({ emulator, files }: Services, { dockerfile }: FunctionSpec): Promise<void> {
  const text = (await files.readText(dockerfile)) ?? '';
  const finding = emulator.check(dockerfile, text).find(({ code }) => code === 'start-failed');
  await open(dockerfile, finding?.range);
}

async function open(file: string, range: TextRange | undefined): Promise<void> {
  const document = await workspace.openTextDocument(Uri.file(file));
  await window.showTextDocument(document, range === undefined ? {} : { selection: toRange(range) });
}
