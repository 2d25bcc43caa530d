import { commands, env } from 'vscode';
import { StartFailedError } from '../core/instance/startFailedError.ts';
import type { FcError, FcErrorCode } from '../core/shared/fcError.ts';
import type { Services } from './services.ts';
import { remedyOf } from './views/startCauses.ts';

/** A button of an error message. */
export interface NextStep {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

type Steps = (target: unknown) => readonly NextStep[];

const build: Steps = (target) => [{ title: 'Build Image', command: 'fcContainer.image.build', arguments: [target] }];
const showLog: Steps = () => [{ title: 'Show Log', command: 'fcContainer.log.show', arguments: [] }];
const openConfig: Steps = (target) => [
  { title: 'Open s.yaml', command: 'fcContainer.function.open', arguments: [target] },
];

function openSettings(query: string): NextStep {
  return { title: 'Open Settings', command: 'workbench.action.openSettings', arguments: [{ query }] };
}

/** Some settings belong to the machine the extension runs on; the settings of the person's own do not show those. */
export function openMachineSettings(query: string): NextStep {
  const command = env.remoteName === undefined ? undefined : 'workbench.action.openRemoteSettings';
  return { ...openSettings(query), ...(command && { command }) };
}

const openEngineSettings: Steps = () => [openMachineSettings('fcContainer.engine.address')];

/** The next step as a button, where one click can take it. */
const steps: Readonly<Partial<Record<FcErrorCode, Steps>>> = {
  ImageMissing: build,
  ImageNotAmd64: build,
  PreconditionFailed: build,
  BuildFailed: showLog,
  ConfigInvalid: openConfig,
  ResourceExhausted: () => [openSettings('fcContainer.instance.maxInstances')],
  CredentialsUnavailable: () => [
    { title: 'Store Credentials…', command: 'fcContainer.credentials.store', arguments: [] },
    openMachineSettings('fcContainer.credentials'),
  ],
  WorkspaceNotTrusted: () => [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage', arguments: [] }],
  EngineNotFound: openEngineSettings,
  EngineNotRunning: openEngineSettings,
};

export async function takeStep(step: NextStep): Promise<void> {
  await commands.executeCommand(step.command, ...step.arguments);
}

/**
 * What a person may do about an error, best first.
 * @param target what the failed command was about, when the error does not say
 */
export async function nextSteps(services: Services, error: FcError, target: unknown): Promise<readonly NextStep[]> {
  if (error instanceof StartFailedError) return [...showLog(target), ...(await remedies(services, error))];
  return steps[error.code]?.(error.about?.id ?? target) ?? [];
}

/** Opens the place where a failed start is mended, as far as that is a file. */
async function remedies({ emulator, files }: Services, error: StartFailedError): Promise<readonly NextStep[]> {
  const spec = emulator.snapshot().functions.find((snapshot) => snapshot.spec.id === error.about?.id)?.spec;
  const at = spec === undefined ? undefined : remedyOf(error.failure.cause, spec);
  if (spec === undefined || at === undefined) return [];
  if (at === 'dockerfile' && (await files.facts(spec.dockerfile)) === undefined) return [];
  const title = at === 'dockerfile' ? 'Open Dockerfile' : 'Open s.yaml';
  return [{ title, command: 'fcContainer.function.open', arguments: [{ function: spec.id, at }] }];
}
