import type { ContainerExit } from '../core/ports/containerEngine.ts';
import { FcError } from '../core/shared/fcError.ts';
import { callEngine, dialStream, readText, type EngineConnection } from './engineConnection.ts';
import { engineStatus, unlessStatus } from './translateError.ts';

/**
 * Waits for a container to stop running. The answer is read as a stream, because dockerode's own `wait` stays pending
 * for ever when the engine is killed meanwhile (measured): the stream breaks, and so does this promise.
 * @throws FcError `InstanceNotRunning` when there is no such container, `EngineNotRunning` when the engine went away
 */
export async function waitForExit(engine: EngineConnection, id: string, signal?: AbortSignal): Promise<ContainerExit> {
  const doing = 'wait for the container';
  return callEngine(engine, { doing, signal, limitMs: Infinity }, async (abortSignal) => {
    try {
      const answer = await dialStream(engine, { method: 'POST', path: `/containers/${id}/wait`, signal: abortSignal });
      const { StatusCode: exitCode } = JSON.parse(await readText(answer)) as { StatusCode: number };
      const facts = await unlessStatus([404], engine.docker.getContainer(id).inspect({ abortSignal }));
      return { exitCode, oomKilled: facts?.State.OOMKilled ?? false };
    } catch (error) {
      if (engineStatus(error) !== 404) throw error;
      throw new FcError('InstanceNotRunning', 'The container is not there any more.', { cause: error });
    }
  });
}
