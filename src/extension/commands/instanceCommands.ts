import { env, Uri, window } from 'vscode';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isAlive } from '../../core/instance/instanceMoves.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { aboutFunction } from '../aboutFunction.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { withProgress } from '../progress.ts';
import type { Services } from '../services.ts';
import { tellingStart } from '../startProgress.ts';
import { requireTrust } from '../trust.ts';

export async function startInstance(services: Services, target?: FunctionTarget): Promise<Instance> {
  return started('Starting', services, target);
}

export async function restartInstance(services: Services, target?: FunctionTarget): Promise<Instance> {
  return started('Restarting', services, target);
}

async function started(
  doing: 'Starting' | 'Restarting',
  services: Services,
  target: FunctionTarget | undefined,
): Promise<Instance> {
  requireTrust();
  const { spec } = await pickFunction(services, target);
  const { emulator } = services;
  return withProgress(`${doing} ${spec.functionName}`, (report, signal) =>
    tellingStart(services, spec.id, report, (onSlow) =>
      doing === 'Starting'
        ? emulator.start(spec.id, { signal, onSlow })
        : emulator.restart(spec.id, { signal, onSlow }),
    ),
  ).catch(aboutFunction(spec));
}

/** Closes the URL and ends every instance, also those that are only starting, or that are being replaced by a build. */
export async function stopInstance(services: Services, target?: FunctionTarget): Promise<void> {
  const snapshot = await pickFunction(services, target);
  const { activity, instances, url, spec } = snapshot;
  const runs = activity === 'starting' || url !== undefined || instances.some(({ state }) => isAlive(state));
  if (!runs) throw notRunning(snapshot);
  await services.emulator.stop(spec.id);
}

/** Opens the function's local URL; the address is forwarded when the editor's window is on another machine. */
export async function browseInstance(services: Services, target?: FunctionTarget): Promise<void> {
  const url = requireUrl(await pickFunction(services, target));
  await env.openExternal(await env.asExternalUri(Uri.parse(`${url}/`)));
}

/** Copies the function's local URL, as programs on the function's own machine reach it. */
export async function copyUrl(services: Services, target?: FunctionTarget): Promise<string> {
  const url = requireUrl(await pickFunction(services, target));
  await env.clipboard.writeText(url);
  window.setStatusBarMessage(`Copied ${url}`, 5_000);
  return url;
}

function requireUrl(snapshot: FunctionSnapshot): string {
  if (snapshot.url === undefined) throw notRunning(snapshot, 'Start it first.');
  return snapshot.url;
}

function notRunning({ spec }: FunctionSnapshot, hint?: string): FcError {
  const message = `${spec.functionName} has no running instance.`;
  return new FcError('InstanceNotRunning', message, { about: spec, ...(hint && { hint }) });
}
