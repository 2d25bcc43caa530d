import { callEngine, dialStream, readText, type EngineConnection } from './engineConnection.ts';

/** What we read of `GET /containers/{id}/stats`; nearly empty when the container does not run. */
export interface Statistics {
  readonly memory_stats?: { readonly max_usage?: number; readonly usage?: number };
  /** Nanoseconds. */
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
}

/** The engine's own figures of a container, up to 1 s late (20.10, measured); `undefined` when it has none. */
export async function statistics(engine: EngineConnection, id: string): Promise<Statistics | undefined> {
  const path = `/containers/${id}/stats`;
  const query = { stream: 'false', 'one-shot': 'true' };
  try {
    const answer = await callEngine(engine, { doing: 'read the statistics' }, async (signal) =>
      readText(await dialStream(engine, { method: 'GET', path, query, signal })),
    );
    return JSON.parse(answer) as Statistics;
  } catch {
    return undefined;
  }
}
