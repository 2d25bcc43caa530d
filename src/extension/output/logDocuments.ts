import { EventEmitter, Range, Uri, window, workspace } from 'vscode';
import type { Disposable, TextDocumentContentProvider, TextEditor } from 'vscode';
import { logDocument, type LogDocument } from '../../core/log/logDocument.ts';
import type { LogFilter, SavedLog } from '../../core/log/savedLog.ts';

const scheme = 'fc-log';
/** The editor takes a new text of an open document in its own time. */
const updateLimitMs = 1_000;

/** Shows parts of the saved log as read-only documents; a part that is shown again is read again. */
export class LogDocuments implements TextDocumentContentProvider, Disposable {
  readonly #log: SavedLog;
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  // the editor looks at it while registering
  readonly onDidChange = this.#changed.event;
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, this);
  readonly #closing = workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString()));

  constructor(log: SavedLog) {
    this.#log = log;
  }

  /** A tab that was there before the window was reloaded has no text yet; its address says what it shows. */
  async provideTextDocumentContent(uri: Uri): Promise<string> {
    return this.#texts.get(uri.toString()) ?? (await logDocument(this.#log, filterOf(uri))).text;
  }

  /** Opens what the filter means: of a function its newest lines, of a request its first. */
  async show(filter: LogFilter, signal: AbortSignal): Promise<LogDocument> {
    const uri = uriOf(filter);
    const shown = await logDocument(this.#log, filter, { signal });
    const before = this.#texts.get(uri.toString());
    this.#texts.set(uri.toString(), shown.text);
    if (before !== undefined && before !== shown.text) await this.#update(uri);
    const editor = await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    if (filter.requestId === undefined) revealEnd(editor);
    return shown;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#closing.dispose();
    this.#changed.dispose();
  }

  async #update(uri: Uri): Promise<void> {
    let watching: Disposable | undefined;
    await new Promise<void>((resolve) => {
      watching = workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === uri.toString()) resolve();
      });
      setTimeout(resolve, updateLimitMs);
      this.#changed.fire(uri);
    });
    watching?.dispose();
  }
}

function revealEnd(editor: TextEditor): void {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.revealRange(new Range(end, end));
}

/** What a tab is called, and in the query what it shows. */
function uriOf({ functionName, requestId }: LogFilter): Uri {
  const name = (requestId ?? functionName ?? 'log').replace(/[^\w.-]/g, '_');
  const query = new URLSearchParams({ ...(functionName && { functionName }), ...(requestId && { requestId }) });
  return Uri.from({ scheme, path: `/${name}.fclog`, query: query.toString() });
}

function filterOf({ query }: Uri): LogFilter {
  return Object.fromEntries(new URLSearchParams(query));
}
