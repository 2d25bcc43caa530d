import { Diagnostic, DiagnosticSeverity, Disposable, languages, Uri, workspace, type TextDocument } from 'vscode';
import type { Emulator } from '../../core/emulator/createEmulator.ts';
import type { FileSystem } from '../../core/ports/fileSystem.ts';
import type { Finding } from '../../core/shared/finding.ts';
import { toRange } from '../ranges.ts';

const debounceMs = 200;

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** Shows findings on the lines that cause them: in s.yaml as it is on disk, in a Dockerfile as it is being typed. */
export class FunctionDiagnostics implements Disposable {
  readonly #emulator: Emulator;
  readonly #files: FileSystem;
  readonly #onError: (error: unknown) => void;
  readonly #collection = languages.createDiagnosticCollection('fcContainer');
  readonly #subscriptions: Disposable;
  /** The findings behind the shown diagnostics, by file, for their fixes. */
  #shown: ReadonlyMap<string, readonly Finding[]> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #updating: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(emulator: Emulator, files: FileSystem, onError: (error: unknown) => void) {
    this.#emulator = emulator;
    this.#files = files;
    this.#onError = onError;
    const soon = (): void => this.#updateSoon();
    this.#subscriptions = Disposable.from(
      new Disposable(emulator.onDidChange(soon)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#dockerfiles().has(document.uri.fsPath)) soon();
      }),
      workspace.onDidCloseTextDocument(soon),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('fcContainer.build')) soon();
      }),
    );
  }

  /** What is shown on a file. */
  of(document: TextDocument): readonly Finding[] {
    return this.#shown.get(document.uri.fsPath) ?? [];
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#collection.dispose();
  }

  #dockerfiles(): ReadonlySet<string> {
    return new Set(this.#emulator.snapshot().functions.map(({ spec }) => spec.dockerfile));
  }

  #updateSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // one after the other: what was read first must not be shown last
      this.#updating = this.#updating.then(() => this.#update()).catch(this.#onError);
    }, debounceMs);
  }

  async #update(): Promise<void> {
    const findings = new Map<string, readonly Finding[]>(this.#emulator.snapshot().configFindings);
    for (const file of this.#dockerfiles()) {
      const open = openDocument(file);
      // the editor keeps documents for a while that nobody edits, and is not always told that they changed on disk
      const text = open?.isDirty ? open.getText() : await this.#files.readText(file).catch(() => undefined);
      if (text !== undefined) findings.set(file, this.#emulator.check(file, text));
    }
    if (this.#disposed) return;
    for (const file of this.#shown.keys()) if (!findings.has(file)) this.#collection.delete(Uri.file(file));
    this.#shown = findings;
    for (const [file, ofFile] of findings) this.#collection.set(Uri.file(file), ofFile.map(toDiagnostic));
  }
}

/** The document of a file, while it is open. */
export function openDocument(file: string): TextDocument | undefined {
  return workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
}

function toDiagnostic({ code, severity, message, range }: Finding): Diagnostic {
  const diagnostic = new Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = 'Function Compute';
  diagnostic.code = code;
  return diagnostic;
}
