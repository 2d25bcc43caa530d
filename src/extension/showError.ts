import { commands, env, window, type LogOutputChannel } from 'vscode';
import { isAbortError } from '../core/shared/abort.ts';
import { FcError, type FcErrorCode } from '../core/shared/fcError.ts';

interface Action {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** The engine's address belongs to the machine the extension runs on; the settings of the person's own do not show it. */
const openEngineSettings: Action = {
  title: 'Open Settings',
  command: env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings',
  arguments: [{ query: 'fcContainer.engine.address' }],
};

/** The next step as a button, where one click can take it. */
const actions: Readonly<Partial<Record<FcErrorCode, Action>>> = {
  ImageMissing: { title: 'Build Image', command: 'fcContainer.image.build' },
  BuildFailed: { title: 'Show Log', command: 'fcContainer.log.show' },
  FunctionNotStarted: { title: 'Show Log', command: 'fcContainer.log.show' },
  CAExited: { title: 'Show Log', command: 'fcContainer.log.show' },
  WorkspaceNotTrusted: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
  EngineNotFound: openEngineSettings,
  EngineNotRunning: openEngineSettings,
};

/** Failed starts are shown with the platform's code, under which its documentation explains them. */
const platformCodes: readonly FcErrorCode[] = ['FunctionNotStarted', 'CAExited'];

/**
 * The one door through which a person meets an error: one message with the next step, the evidence in the log.
 * Cancelling passes in silence. Not awaited: a message that nobody answers must not hold a command.
 * @param target what the failed command was about, handed on to the next step
 */
export function showError(error: unknown, log: LogOutputChannel, target?: unknown): void {
  if (isAbortError(error)) return;
  if (!(error instanceof FcError)) {
    log.error(error instanceof Error ? error : String(error));
    const text = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(`Function Compute: ${text}`, 'Show Log').then((chosen) => {
      if (chosen !== undefined) log.show(true);
    });
    return;
  }
  log.error(`${error.code}: ${error.message}${error.detail ? `\n${error.detail}` : ''}`, causeText(error));
  const action = actions[error.code];
  const { about } = error;
  const ofPlatform = platformCodes.includes(error.code) ? [about?.functionName, error.code] : [];
  const words = [...ofPlatform.filter(Boolean).map((word) => `${word}:`), error.message, error.hint];
  const message = words.filter(Boolean).join(' ');
  void window.showErrorMessage(message, ...(action ? [action.title] : [])).then((chosen) => {
    if (chosen !== undefined && action !== undefined)
      void commands.executeCommand(action.command, ...(action.arguments ?? [about?.id ?? target]));
  });
}

function causeText({ cause }: FcError): string {
  return cause instanceof Error ? `caused by ${cause.message}` : '';
}
