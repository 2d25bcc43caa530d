import type { LogOutputChannel, SecretStorage, Uri } from 'vscode';
import type { Emulator } from '../core/emulator/createEmulator.ts';
import type { SavedLog } from '../core/log/savedLog.ts';
import type { FileSystem } from '../core/ports/fileSystem.ts';
import type { FunctionLog } from './output/functionLog.ts';
import type { LogDocuments } from './output/logDocuments.ts';
import type { InvocationDocuments } from './output/invocationDocuments.ts';
import type { WorkspaceFunctions } from './workspaceFunctions.ts';

/** What commands and views work with; joined once, in `activate`. */
export interface Services {
  readonly emulator: Emulator;
  readonly functions: WorkspaceFunctions;
  readonly files: FileSystem;
  readonly functionLog: FunctionLog;
  readonly savedLog: SavedLog;
  readonly logDocuments: LogDocuments;
  readonly invocationDocuments: InvocationDocuments;
  /** The extension's own log. */
  readonly ownLog: LogOutputChannel;
  readonly secrets: SecretStorage;
  readonly extensionUri: Uri;
}
