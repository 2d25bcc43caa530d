import path from 'node:path';
import { Disposable, FileType, workspace, type Uri } from 'vscode';
import type { Emulator } from '../core/emulator/createEmulator.ts';

/** Files whose change may add, change or remove a function. */
const watched = '**/{s.yaml,s.yml,Dockerfile,Dockerfile.*,*.dockerfile,*.Dockerfile}';
/** Editors save several files in one go. */
const debounceMs = 150;

/** Keeps the emulator's functions in step with the files of the workspace. */
export class WorkspaceFunctions implements Disposable {
  readonly #emulator: Emulator;
  readonly #disposables: Disposable;
  readonly #onError: (error: unknown) => void;
  #refreshing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(emulator: Emulator, onError: (error: unknown) => void) {
    this.#emulator = emulator;
    this.#onError = onError;
    const watcher = workspace.createFileSystemWatcher(watched);
    // of a folder that comes or goes with its files the editor tells the folder only
    const folders = workspace.createFileSystemWatcher('**', false, true, false);
    const soon = (): void => this.#refreshSoon();
    this.#disposables = Disposable.from(
      watcher,
      watcher.onDidCreate(soon),
      watcher.onDidChange(soon),
      watcher.onDidDelete(soon),
      folders,
      folders.onDidCreate((uri) => {
        this.#folderCreated(uri).catch(onError);
      }),
      folders.onDidDelete((uri) => {
        if (this.#holdsFunction(uri)) soon();
      }),
      workspace.onDidChangeWorkspaceFolders(soon),
      // the next command must not be faster than the news of the watcher
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#holdsFunction(uri)) this.refresh().catch(onError);
      }),
    );
  }

  get folders(): readonly string[] {
    return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  }

  /** The functions have been read at least once. */
  async ready(): Promise<void> {
    await (this.#refreshing ?? this.refresh());
  }

  /** Reads the files now. */
  refresh(): Promise<void> {
    const before = this.#refreshing ?? Promise.resolve();
    const refreshing = before.catch(() => undefined).then(() => this.#emulator.refresh(this.folders));
    this.#refreshing = refreshing;
    // what failed once is tried again on the next need
    refreshing.catch(() => {
      if (this.#refreshing === refreshing) this.#refreshing = undefined;
    });
    return refreshing;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  async #folderCreated(uri: Uri): Promise<void> {
    if (this.#timer !== undefined || /[\\/](?:node_modules|\.[^\\/]*)(?:[\\/]|$)/.test(uri.fsPath)) return;
    const facts = await workspace.fs.stat(uri).then(undefined, () => undefined);
    if (facts?.type === FileType.Directory) this.#refreshSoon();
  }

  #holdsFunction({ fsPath }: Uri): boolean {
    const { functions, adoptable } = this.#emulator.snapshot();
    const files = [...functions.map(({ spec }) => spec.configFile), ...adoptable.map(({ dockerfile }) => dockerfile)];
    return files.some((file) => file === fsPath || file?.startsWith(fsPath + path.sep));
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.refresh().catch(this.#onError);
    }, debounceMs);
  }
}

/** The path of a file on this machine, or `undefined` for anything else. */
export function filePath(uri: Uri | undefined): string | undefined {
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
