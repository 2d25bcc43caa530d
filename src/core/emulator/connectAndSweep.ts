import type { ContainerEngine } from '../ports/containerEngine.ts';
import { sweepOrphans } from '../instance/sweepOrphans.ts';
import type { EmulatorContext } from './emulatorContext.ts';

/** Opens the engine and removes what an earlier, killed owner left on it, and what was left when it went away. */
export async function connectAndSweep(context: EmulatorContext): Promise<ContainerEngine> {
  const { connect, settings, owner, isProcessAlive, leftBehind, trace } = context;
  const engine = await connect(settings().engineAddress);
  trace(`engine ${engine.info.version} (API ${engine.info.apiVersion}) at ${engine.info.address}`);
  // what cannot be removed today is no reason not to work
  try {
    const swept = await sweepOrphans(engine.containers, owner, isProcessAlive);
    if (swept > 0) trace(`removed ${swept} containers of an earlier session`);
    for (const containerId of leftBehind) {
      await engine.containers.remove(containerId);
      leftBehind.delete(containerId);
    }
  } catch (error) {
    trace(`containers could not be swept: ${String(error)}`);
  }
  return engine;
}
