import { readFile } from 'node:fs/promises';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { unlessStatus } from './translateError.ts';

/** A container's first process as this machine's kernel knows it. */
export interface ContainerProcess {
  readonly pid: number;
  /** The text of `/proc/<pid>/cgroup`. */
  readonly cgroups: string;
}

/**
 * Finds the process of a running container on this machine. `undefined` when it does not run, and when the process of
 * that number is somebody else's: the number was reused, or the engine counts in another process namespace than ours.
 * Its control groups carry the container's id, whichever parent the engine was told to use.
 */
export async function containerProcess(engine: EngineConnection, id: string): Promise<ContainerProcess | undefined> {
  const facts = await callEngine(engine, { doing: 'inspect the container' }, async (abortSignal) =>
    unlessStatus([404], engine.docker.getContainer(id).inspect({ abortSignal })),
  );
  if (!facts?.State.Pid) return undefined;
  const cgroups = await ownCgroups(facts.Id, facts.State.Pid);
  return cgroups === '' ? undefined : { pid: facts.State.Pid, cgroups };
}

/** The control groups of a process, if they are those of this container; else empty. */
export async function ownCgroups(id: string, pid: number): Promise<string> {
  const cgroups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  return cgroups.includes(id) ? cgroups : '';
}
