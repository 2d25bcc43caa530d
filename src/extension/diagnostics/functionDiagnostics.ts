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
  readonly #collection = languages.createDiagnosticCollection('fcContainer');
  readonly #subscriptions: Disposable;
  /** The findings behind the shown diagnostics, by file, for their fixes. */
  readonly #shown = new Map<string, readonly Finding[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(emulator: Emulator, files: FileSystem) {
    this.#emulator = emulator;
    this.#files = files;
    const soon = (): void => this.#updateSoon();
    this.#subscriptions = Disposable.from(
      new Disposable(emulator.onDidChange(soon)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#dockerfiles().has(document.uri.fsPath)) soon();
      }),
      workspace.onDidCloseTextDocument(soon),
    );
  }

  /** What is shown on a file. */
  of(document: TextDocument): readonly Finding[] {
    return this.#shown.get(document.uri.fsPath) ?? [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#collection.dispose();
  }

  #dockerfiles(): ReadonlySet<string> {
    return new Set(this.#emulator.snapshot().functions.map(({ spec }) => spec.dockerfile));
  }

  #updateSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), debounceMs);
  }

  async #update(): Promise<void> {
    const findings = new Map<string, readonly Finding[]>(this.#emulator.snapshot().configFindings);
    for (const file of this.#dockerfiles()) {
      const open = workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
      const text = open?.getText() ?? (await this.#files.readText(file).catch(() => undefined));
      if (text !== undefined) findings.set(file, this.#emulator.check(file, text));
    }
    for (const file of this.#shown.keys()) if (!findings.has(file)) this.#collection.delete(Uri.file(file));
    this.#shown.clear();
    for (const [file, ofFile] of findings) {
      this.#shown.set(file, ofFile);
      this.#collection.set(Uri.file(file), ofFile.map(toDiagnostic));
    }
  }
}

function toDiagnostic({ code, severity, message, range }: Finding): Diagnostic {
  const diagnostic = new Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = 'Function Compute';
  diagnostic.code = code;
  return diagnostic;
}
