import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { label } from '../../../src/core/instance/labels.ts';
import type { RealEngine } from '../../support/realEngine.ts';

/** Names of the containers on the engine that this process owns, running or not, probes included. */
export async function containersOfThisProcess({ docker }: RealEngine): Promise<readonly string[]> {
  const filters = { label: [`${label.ownerProcess}=${process.pid}`] };
  const found = await docker.listContainers({ all: true, filters });
  return found.map(({ Names, State }) => `${Names.join()} ${State}`);
}

/** What this process holds open, compared with the moment this was made. */
export class Holdings {
  readonly #connections = new Set(tcpSockets());
  readonly #resources = process.getActiveResourcesInfo();

  get isAsBefore(): boolean {
    return this.newConnections.length === 0 && this.newResources.length === 0;
  }

  /** TCP sockets that have come since, listening ones and those that Node does not list as they are idle. */
  get newConnections(): readonly string[] {
    return tcpSockets().filter((socket) => !this.#connections.has(socket));
  }

  /** What has come since that keeps a process alive: streams of the engine, timers, files. */
  get newResources(): readonly string[] {
    const before = [...this.#resources];
    return process.getActiveResourcesInfo().filter((kind) => {
      const at = before.indexOf(kind);
      if (at >= 0) before.splice(at, 1);
      return at < 0;
    });
  }
}

/** Local and remote address, as the kernel writes them, of this process's TCP sockets. Linux only, as is the engine. */
function tcpSockets(): readonly string[] {
  const own = new Set(readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`)));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => own.has(`socket:[${columns[9] ?? ''}]`))
      .map(([, local = '', remote = '', , , , , , , inode = '']) => `${table} ${local} ${remote} ${inode}`),
  );
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed meanwhile
  }
}
