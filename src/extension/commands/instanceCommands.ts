import { env, Uri } from 'vscode';
import { FcError } from '../../core/shared/fcError.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { withProgress } from '../progress.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';
import { functionState } from '../views/functionState.ts';

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

export async function stopInstance(services: Services, target?: FunctionTarget): Promise<void> {
  const { spec } = await running(services, target);
  await services.emulator.stop(spec.id);
}

/** Opens the published CAPort; the address is forwarded when the editor's window is on another machine. */
export async function browseInstance(services: Services, target?: FunctionTarget): Promise<void> {
  const { instance } = await running(services, target);
  const local = Uri.parse(`http://127.0.0.1:${instance.hostPort}/`);
  await env.openExternal(await env.asExternalUri(local));
}

async function running(
  services: Services,
  target?: FunctionTarget,
): Promise<{ spec: { id: string }; instance: Instance }> {
  const snapshot = await pickFunction(services, target);
  const { spec, instance } = snapshot;
  const state = functionState(snapshot);
  if (instance !== undefined && (state === 'running' || state === 'starting')) return { spec, instance };
  throw new FcError('InstanceNotRunning', `${spec.functionName} has no running instance.`, { hint: 'Start it first.' });
}
