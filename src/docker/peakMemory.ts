import type { PeakMemory } from '../core/ports/containerEngine.ts';
import { parseBytes } from './containerGroup.ts';
import type { ControlGroups } from './controlGroups.ts';
import type { EngineConnection } from './engineConnection.ts';
import { execOutput } from './execOutput.ts';
import { statistics } from './statistics.ts';

/** The same two files as a container sees its own: version 2, then version 1. */
const insideFiles = ['/sys/fs/cgroup/memory.peak', '/sys/fs/cgroup/memory/memory.max_usage_in_bytes'];

/**
 * The highest memory use of a running container, from the best witness there is: this machine's kernel, the same files
 * read inside the container, or the engine's statistics, which on version 2 of the control groups know only the use at
 * this moment.
 */
export async function peakMemory(
  engine: EngineConnection,
  groups: ControlGroups,
  id: string,
): Promise<PeakMemory | undefined> {
  const bytes = (await groups.of(id))?.peakBytes() ?? (await insidePeak(engine, id));
  if (bytes !== undefined) return { bytes, kind: 'peak' };
  const { max_usage: peak, usage } = (await statistics(engine, id))?.memory_stats ?? {};
  if (peak) return { bytes: peak, kind: 'peak' };
  return usage ? { bytes: usage, kind: 'sampled' } : undefined;
}

async function insidePeak(engine: EngineConnection, id: string): Promise<number | undefined> {
  try {
    return parseBytes(await execOutput(engine, id, ['cat', ...insideFiles]));
  } catch {
    return undefined;
  }
}
