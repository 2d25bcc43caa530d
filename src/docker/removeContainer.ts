import { callEngine, dialStream, readText, type EngineConnection } from './engineConnection.ts';
import { engineStatus, engineWords, unlessStatus } from './translateError.ts';

const removeMs = 60_000;

/** Kills and removes a container and its anonymous volumes; nothing happens when it is not there. */
export async function removeContainer(engine: EngineConnection, id: string): Promise<void> {
  await callEngine(engine, { doing: 'remove the container', limitMs: removeMs }, async (signal) => {
    try {
      const gone = engine.docker.getContainer(id).remove({ force: true, v: true, abortSignal: signal });
      await unlessStatus([404], gone);
    } catch (error) {
      if (engineStatus(error) !== 409 || !/already in progress/i.test(engineWords(error))) throw error;
      await removedByOther(engine, id, signal);
    }
  });
}

/** Somebody else is removing it: done when they are. */
async function removedByOther(engine: EngineConnection, id: string, signal: AbortSignal): Promise<void> {
  const request = { path: `/containers/${id}/wait`, query: { condition: 'removed' }, signal };
  const answer = await unlessStatus([404], dialStream(engine, { method: 'POST', ...request }));
  if (answer) await readText(answer);
}
