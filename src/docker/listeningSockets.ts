import { readFile } from 'node:fs/promises';
import type { ListeningSocket } from '../core/ports/containerEngine.ts';
import { ownCgroups } from './containerProcess.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { execOutput } from './execOutput.ts';
import { probeNamespace } from './probeNamespace.ts';
import { parseProcNetTcp } from './procNetTcp.ts';
import { unlessStatus } from './translateError.ts';

/**
 * The sockets that listen inside a container, which may be frozen; `undefined` when it does not run and when nobody can
 * tell. Three ways, the cheapest first (measured): this machine's `/proc` where the container is on it (5-11 ms), our
 * probe in the same network namespace (0.3 s, any engine), and `cat` inside, for an engine the probe cannot run on.
 */
export async function listeningSockets(
  engine: EngineConnection,
  id: string,
): Promise<readonly ListeningSocket[] | undefined> {
  const facts = await callEngine(engine, { doing: 'inspect the container' }, async (abortSignal) =>
    unlessStatus([404], engine.docker.getContainer(id).inspect({ abortSignal })),
  );
  if (!facts?.State.Running) return undefined;
  const container = { id: facts.Id, labels: facts.Config.Labels };
  const table =
    (await tableOf(hostTable(engine, facts.Id, facts.State.Pid))) ??
    (await tableOf(probeNamespace(engine, container))) ??
    (await tableOf(execOutput(engine, facts.Id, ['cat', '/proc/net/tcp', '/proc/net/tcp6'])));
  return table === undefined ? undefined : parseProcNetTcp(table);
}

async function hostTable(engine: EngineConnection, id: string, pid: number): Promise<string | undefined> {
  if (!engine.info.containersReachable || (await ownCgroups(id, pid)) === '') return undefined;
  const v4 = await readFile(`/proc/${pid}/net/tcp`, 'utf8');
  return v4 + (await readFile(`/proc/${pid}/net/tcp6`, 'utf8').catch(() => '')); // no tcp6 where IPv6 is off
}

/** What one way came to: a table, or nothing, whatever was in its way; the next one is tried then. */
async function tableOf(way: Promise<string | undefined>): Promise<string | undefined> {
  const table = await way.catch(() => undefined);
  return table?.includes('local_address') ? table : undefined;
}
