import { env, Uri } from 'vscode';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isAlive } from '../../core/instance/instanceMoves.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { withProgress } from '../progress.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';

export async function startInstance(services: Services, target?: FunctionTarget): Promise<Instance> {
  requireTrust();
  const { spec } = await pickFunction(services, target);
  return withProgress(`Starting ${spec.functionName}`, (report, signal) => {
    report(`waiting for port ${spec.container.port}`);
    return services.emulator.start(spec.id, { signal, onSlow: (found) => report(found.join(' ')) });
  });
}

export async function restartInstance(services: Services, target?: FunctionTarget): Promise<Instance> {
  requireTrust();
  const { spec } = await pickFunction(services, target);
  return withProgress(`Restarting ${spec.functionName}`, (report, signal) =>
    services.emulator.restart(spec.id, { signal, onSlow: (found) => report(found.join(' ')) }),
  );
}

/** Ends an instance, also one that is only starting, or that is being replaced by a build. */
export async function stopInstance(services: Services, target?: FunctionTarget): Promise<void> {
  const snapshot = await pickFunction(services, target);
  if (snapshot.activity !== 'starting' && aliveInstance(snapshot) === undefined) throw notRunning(snapshot);
  await services.emulator.stop(snapshot.spec.id);
}

/** Opens the function's local URL; the address is forwarded when the editor's window is on another machine. */
export async function browseInstance(services: Services, target?: FunctionTarget): Promise<void> {
  const snapshot = await pickFunction(services, target);
  if (snapshot.url === undefined) throw notRunning(snapshot, 'Start it first.');
  await env.openExternal(await env.asExternalUri(Uri.parse(`${snapshot.url}/`)));
}

function aliveInstance({ instance }: FunctionSnapshot): Instance | undefined {
  return instance !== undefined && isAlive(instance.state) ? instance : undefined;
}

function notRunning({ spec }: FunctionSnapshot, hint?: string): FcError {
  const message = `${spec.functionName} has no running instance.`;
  return new FcError('InstanceNotRunning', message, hint === undefined ? {} : { hint });
}
