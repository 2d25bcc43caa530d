import type { ControlGroups } from './controlGroups.ts';
import type { EngineConnection } from './engineConnection.ts';
import { statistics } from './statistics.ts';

/** Processor time of a running container: from this machine's kernel, else from the engine's statistics. */
export async function cpuSeconds(
  engine: EngineConnection,
  groups: ControlGroups,
  id: string,
): Promise<number | undefined> {
  const seconds = (await groups.of(id))?.cpuSeconds();
  if (seconds !== undefined) return seconds;
  const nanoseconds = (await statistics(engine, id))?.cpu_stats?.cpu_usage?.total_usage;
  return nanoseconds ? nanoseconds / 1e9 : undefined; // 0: it does not run
}
