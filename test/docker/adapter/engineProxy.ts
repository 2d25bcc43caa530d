import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket in front of the engine: shows what was sent to it, and can break every connection as a dying engine does. */
export interface EngineProxy extends AsyncDisposable {
  readonly address: string;
  /** Everything clients have sent, as text. */
  sent(): string;
  /** Resolves when the text was sent by a client. */
  sends(text: string): Promise<void>;
  /** Breaks all connections and takes no more. */
  die(): void;
}

export async function engineProxy(engineAddress: string): Promise<EngineProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'fc-proxy-'));
  const path = join(folder, 'docker.sock');
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let sent = '';
  const server = createServer((client) => {
    const engine = connect(engineAddress.replace('unix://', ''));
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk) => {
      sent += chunk.toString('latin1');
      for (const look of waiting) look();
    });
    client.pipe(engine).pipe(client);
    client.on('close', () => engine.destroy());
  }).listen(path);
  await once(server, 'listening');
  const die = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `unix://${path}`,
    sent: () => sent,
    sends: async (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!sent.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    die,
    [Symbol.asyncDispose]: async () => {
      die();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
