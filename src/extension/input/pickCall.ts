import { window, type QuickPickItem } from 'vscode';
import type { InvocationReport } from '../../core/invocation/invocation.ts';
import { abortError } from '../../core/shared/abort.ts';

type Item = QuickPickItem & { readonly report: InvocationReport };

/**
 * Shows calls, newest first, and lets one be chosen.
 * @param functionName when they are all of one function
 * @throws AbortError when nothing is chosen
 */
export async function pickCall(reports: readonly InvocationReport[], functionName?: string): Promise<InvocationReport> {
  const chosen = await window.showQuickPick(reports.map(toItem), {
    title: functionName === undefined ? 'Recent Calls' : `Recent Calls of ${functionName}`,
    placeHolder: 'Choose a call to see its log',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) throw abortError();
  return chosen.report;
}

function toItem(report: InvocationReport): Item {
  const { functionName, startedAt, statusCode, durationMs, requestId, coldStart, error, mode, target } = report;
  const facts = [
    startedAt.toLocaleTimeString(),
    error?.type ?? `status ${statusCode}`,
    `${durationMs.toFixed(2)} ms`,
    ...(coldStart === undefined ? [] : [`cold start ${Math.round(coldStart.totalMs)} ms`]),
    ...(report.invocationType === 'Async' ? ['asynchronous'] : []),
  ];
  return {
    label: `${error === undefined ? '$(pass)' : '$(error)'} ${functionName} ${mode === 'http' ? (target ?? '') : 'event'}`,
    description: facts.join(' · '),
    detail: requestId,
    report,
  };
}
