import { Disposable, languages, window, workspace, type ExtensionContext } from 'vscode';
import { createEmulator } from './core/emulator/createEmulator.ts';
import { everySink } from './core/log/everySink.ts';
import { SavedLog, savedLogNote } from './core/log/savedLog.ts';
import { commandHandlers } from './extension/commandHandlers.ts';
import { ContextKeys } from './extension/contextKeys.ts';
import { credentialsSecret } from './extension/credentialsSecret.ts';
import { FindingFixes } from './extension/diagnostics/findingFixes.ts';
import { FunctionDiagnostics } from './extension/diagnostics/functionDiagnostics.ts';
import { FunctionLog } from './extension/output/functionLog.ts';
import { LogDocuments } from './extension/output/logDocuments.ts';
import { InvocationDocuments } from './extension/output/invocationDocuments.ts';
import { registerCommands } from './extension/registerCommands.ts';
import type { Services } from './extension/services.ts';
import { readSettings } from './extension/settings.ts';
import { FunctionTree } from './extension/views/functionTree.ts';
import { InvokeView } from './extension/views/invokeView.ts';
import { WorkspaceFunctions } from './extension/workspaceFunctions.ts';
import { localCredentials, localMachine } from './localMachine.ts';
import { SavedLogFiles } from './node/savedLogFiles.ts';

let shutDown: (() => Promise<void>) | undefined;

export function activate(context: ExtensionContext): void {
  // Logs
  const ownLog = window.createOutputChannel('Function Compute Containers', { log: true });
  const functionLog = new FunctionLog(window.createOutputChannel('Function Compute', 'fc-log'));
  const savedLog = new SavedLog(
    new SavedLogFiles({
      folder: context.logUri.fsPath,
      note: savedLogNote,
      onError: (error) => ownLog.error(`The log could not be saved: ${String(error)}`),
    }),
  );

  // The emulator
  const { files } = localMachine;
  const emulator = createEmulator({
    ...localMachine,
    credentials: localCredentials(async () => context.secrets.get(credentialsSecret)),
    log: everySink(functionLog, savedLog),
    settings: readSettings,
    trace: (message) => ownLog.info(message),
  });
  const logError = (error: unknown): void => ownLog.error(error instanceof Error ? error : String(error));
  const functions = new WorkspaceFunctions(emulator, logError);

  // Commands
  const invocationDocuments = new InvocationDocuments();
  const logDocuments = new LogDocuments(savedLog);
  const services: Services = {
    emulator,
    functions,
    files,
    functionLog,
    savedLog,
    logDocuments,
    invocationDocuments,
    ownLog,
    secrets: context.secrets,
    extensionUri: context.extensionUri,
  };
  const invokeView = new InvokeView(services);
  const commands = registerCommands(commandHandlers(services), services);
  const contextKeys = new ContextKeys(emulator);

  // Views
  const tree = new FunctionTree(emulator, functions);
  const following = tree.view.onDidChangeSelection(({ selection }) => {
    const chosen = selection[0]?.function;
    if (chosen !== undefined) invokeView.select(chosen);
  });
  const sidebar = window.registerWebviewViewProvider('fcContainer.invoke', invokeView);

  // Diagnostics
  const diagnostics = new FunctionDiagnostics(emulator, files, logError);
  const fixes = languages.registerCodeActionsProvider(
    [{ language: 'dockerfile' }, { language: 'yaml' }],
    new FindingFixes(diagnostics),
    { providedCodeActionKinds: FindingFixes.kinds },
  );

  context.subscriptions.push(
    Disposable.from(
      commands,
      contextKeys,
      tree,
      following,
      sidebar,
      fixes,
      diagnostics,
      functions,
      invocationDocuments,
      logDocuments,
    ),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('fcContainer.engine')) emulator.reconnect();
      if (change.affectsConfiguration('fcContainer')) emulator.settingsChanged().catch(logError);
    }),
  );
  functions.ready().catch(logError);

  // The editor disposes subscriptions while it waits for `deactivate`: the logs must outlive what still writes to them.
  shutDown = async () => {
    await emulator[Symbol.asyncDispose]();
    await savedLog[Symbol.asyncDispose]();
    functionLog.dispose();
    ownLog.dispose();
  };
}

/** The editor waits five seconds at most, and not at all when it is killed: see `sweepOrphans`. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
