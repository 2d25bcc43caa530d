import { createServer } from 'node:net';
import { FcError } from '../shared/fcError.ts';
import { KeyedQueue } from '../shared/keyedQueue.ts';

/** Published ports are reachable from this machine only. */
export const loopback = '127.0.0.1';

/**
 * Gives each function a host port for its CAPort and remembers it, so that a URL in a browser tab or a script stays
 * good for as long as the port is free: first the port it had before, then CAPort itself, then any free one.
 */
export class HostPorts {
  readonly #remembered = new Map<string, number>();
  readonly #leased = new Set<number>();
  readonly #queue = new KeyedQueue();

  /** @param refused ports the engine could not publish: they look free from here, and are not */
  lease(functionId: string, caPort: number, refused: ReadonlySet<number> = new Set()): Promise<HostPortLease> {
    // one at a time: between the look at a port and its lease nobody else may be given it
    return this.#queue.run('lease', async () => {
      const unprivileged = caPort >= 1024 ? [caPort] : [];
      const before = this.#remembered.get(functionId);
      const wishes = [...(before === undefined ? [] : [before]), ...unprivileged].filter((port) => !refused.has(port));
      const port = await this.#firstFree([...wishes, 0, 0, 0]);
      this.#leased.add(port);
      this.#remembered.set(functionId, port);
      return { port, release: () => void this.#leased.delete(port) };
    });
  }

  async #firstFree(wishes: readonly number[]): Promise<number> {
    for (const wish of wishes) {
      if (this.#leased.has(wish)) continue;
      const port = await freePort(wish);
      if (port !== undefined && !this.#leased.has(port)) return port;
    }
    throw new FcError('PortInUse', 'No free port was found on 127.0.0.1.', {
      hint: 'End a program that holds many ports, then start again.',
    });
  }
}

export interface HostPortLease {
  readonly port: number;
  /** The instance is gone; the port stays this function's first wish. */
  release(): void;
}

/** The port if it can be bound on 127.0.0.1 now (0: any), else `undefined`. */
function freePort(wish: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: loopback, port: wish, exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(port));
    });
  });
}
