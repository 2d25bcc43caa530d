import { window, type QuickPickItem } from 'vscode';
import type { SeenRequest } from '../../core/log/recentRequests.ts';
import { abortError } from '../../core/shared/abort.ts';

/** A request id as the platform and this emulator write it, or a UUID (docs: function log samples). */
const requestId = /\b(?:1-[0-9a-f]{8}-[0-9a-f]{8}-?[0-9a-f]{12,16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;

/** The request id under the cursor of the editor that has the focus, or the one its document is about. */
export function requestIdInEditor(): string | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const selected = requestId.exec(document.getText(selection))?.[0];
  if (selected !== undefined) return selected;
  const word = document.getWordRangeAtPosition(selection.active, requestId);
  if (word !== undefined) return document.getText(word);
  return document.uri.scheme === 'fc-invocation' ? requestId.exec(document.uri.path)?.[0] : undefined;
}

type Item = QuickPickItem & { readonly requestId: string };

/**
 * The request a person means: one of the newest, or any whose id is typed or pasted.
 * @throws AbortError when nothing is chosen
 */
export async function pickRequest(recent: readonly SeenRequest[]): Promise<string> {
  const items = recent.map(toItem);
  const input = window.createQuickPick<Item>();
  input.title = 'Show Log of One Request';
  input.placeholder = items.length === 0 ? 'Paste a request id' : 'Choose a request, or paste a request id';
  input.items = items;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  return new Promise<string>((resolve, reject) => {
    input.onDidChangeValue((value) => {
      const typed = value.trim();
      const isNew = requestId.test(typed) && recent.every((request) => request.requestId !== typed);
      input.items = isNew ? [...items, { label: typed, requestId: typed }] : items;
    });
    input.onDidAccept(() => {
      const [chosen] = input.selectedItems;
      if (chosen !== undefined) resolve(chosen.requestId);
    });
    input.onDidHide(() => reject(abortError()));
    input.show();
  }).finally(() => input.dispose());
}

function toItem({ requestId: id, functionName, startedAt, duration, error }: SeenRequest): Item {
  const outcome = error ?? duration ?? 'running';
  return {
    label: `${error === undefined ? '$(pass)' : '$(error)'} ${functionName}`,
    description: `${startedAt.toLocaleTimeString()} · ${outcome}`,
    detail: id,
    requestId: id,
  };
}
