import { commands, window } from 'vscode';
import type { InvocationReport } from '../../core/invocation/invocation.ts';
import { requestMetricsLines } from '../../core/log/requestMetrics.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { askFile, type SaveArguments } from '../input/askFile.ts';
import { pickCall } from '../input/pickCall.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { isScripted } from '../scripted.ts';
import type { Services } from '../services.ts';
import { showRequestLog } from './logCommands.ts';

/** Shows the calls of this session, of one function where one is given; a program only gets them. */
export async function showHistory(services: Services, target?: FunctionTarget): Promise<readonly InvocationReport[]> {
  const spec = target === undefined ? undefined : (await pickFunction(services, target)).spec;
  const reports = services.emulator.history(spec?.id);
  if (isScripted(target)) return reports;
  if (reports.length === 0)
    void offerCall(spec === undefined ? 'No function was' : `${spec.functionName} was not`, target);
  else await showRequestLog(services, { requestId: (await pickCall(reports, spec?.functionName)).requestId });
  return reports;
}

async function offerCall(who: string, target: FunctionTarget | undefined): Promise<void> {
  const invoke = 'Invoke Function…';
  if ((await window.showInformationMessage(`${who} called yet.`, invoke)) === invoke)
    await commands.executeCommand('fcContainer.function.invoke', target);
}

/** Writes the calls of this session to a file, a line of JSON for each, with the fields of the log service. */
export async function saveHistory(
  { emulator, files }: Services,
  target?: SaveArguments,
): Promise<{ readonly path: string; readonly calls: number }> {
  const file = await askFile(target, {
    title: 'Save Call History',
    proposedName: `function-compute-calls-${new Date().toISOString().slice(0, 10)}.jsonl`,
    filters: { 'JSON lines': ['jsonl'] },
  });
  const reports = emulator.history();
  const tasks = new Map(emulator.snapshot().functions.map(({ spec }) => [spec.id, spec.asyncInvokeConfig.asyncTask]));
  const text = requestMetricsLines(reports, { isAsyncTask: (functionId) => tasks.get(functionId) === true });
  await files.writeText(file, text).catch((cause: unknown) => {
    throw new FcError('FolderNotWritable', `The calls could not be written to ${file}.`, {
      hint: 'Choose another folder.',
      cause,
    });
  });
  return { path: file, calls: reports.length };
}
