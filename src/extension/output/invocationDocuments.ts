import { EventEmitter, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';
import type { InvocationResult } from '../../core/invocation/invocation.ts';
import { describeInvocation } from './describeInvocation.ts';

const scheme = 'fc-invocation';
/** Results that can be opened again; older ones are forgotten. */
const kept = 20;

/** Shows invocation results as read-only documents: searchable, foldable, comparable, unlike a toast. */
export class InvocationDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.path) ?? 'This result is not kept any more. Invoke the function again.';
  }

  async show(result: InvocationResult): Promise<void> {
    const path = `/${result.functionName} ${result.requestId}.http`;
    this.#texts.set(path, describeInvocation(result));
    for (const old of [...this.#texts.keys()].slice(0, -kept)) this.#texts.delete(old);
    const document = await workspace.openTextDocument(Uri.from({ scheme, path }));
    await window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
