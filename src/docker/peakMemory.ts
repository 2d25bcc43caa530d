import type { PeakMemory } from '../core/ports/containerEngine.ts';
import { callEngine, dialStream, readText, type EngineConnection } from './engineConnection.ts';
import { execOutput } from './execOutput.ts';
import { parseBytes, type MemoryFiles } from './memoryFiles.ts';

/** The same two files as a container sees its own: version 2, then version 1. */
const insideFiles = ['/sys/fs/cgroup/memory.peak', '/sys/fs/cgroup/memory/memory.max_usage_in_bytes'];

/**
 * The highest memory use of a running container, from the best witness there is: this machine's kernel files, the same
 * files read inside the container, or the engine's statistics, which on version 2 of the control groups know only the
 * use at this moment.
 */
export async function peakMemory(
  engine: EngineConnection,
  files: MemoryFiles,
  id: string,
): Promise<PeakMemory | undefined> {
  const bytes = (await files.peak(id)) ?? (await insidePeak(engine, id));
  return bytes === undefined ? statistics(engine, id) : { bytes, kind: 'peak' };
}

async function insidePeak(engine: EngineConnection, id: string): Promise<number | undefined> {
  try {
    return parseBytes(await execOutput(engine, id, ['cat', ...insideFiles]));
  } catch {
    return undefined;
  }
}

/** Of `GET /containers/{id}/stats`; empty when the container does not run. */
interface Statistics {
  readonly memory_stats?: { readonly max_usage?: number; readonly usage?: number };
}

async function statistics(engine: EngineConnection, id: string): Promise<PeakMemory | undefined> {
  const path = `/containers/${id}/stats`;
  const query = { stream: 'false', 'one-shot': 'true' };
  try {
    const answer = await callEngine(engine, { doing: 'read memory statistics' }, async (signal) =>
      readText(await dialStream(engine, { method: 'GET', path, query, signal })),
    );
    const { max_usage: peak, usage } = (JSON.parse(answer) as Statistics).memory_stats ?? {};
    if (peak) return { bytes: peak, kind: 'peak' };
    return usage ? { bytes: usage, kind: 'sampled' } : undefined;
  } catch {
    return undefined;
  }
}
