import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createRawServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket with somebody behind it who is no proper engine. */
export interface FakeSocket extends AsyncDisposable {
  readonly path: string;
}

/** Accepts connections and never says a word. */
export async function hungSocket(): Promise<FakeSocket> {
  const open = new Set<{ destroy(): void }>();
  const server = createRawServer((socket) => open.add(socket.on('error', () => socket.destroy())));
  return listening(server, () => open.forEach((socket) => socket.destroy()));
}

/** Answers HTTP as the test says. */
export async function httpSocket(answer: RequestListener): Promise<FakeSocket> {
  const server = createServer(answer);
  return listening(server, () => server.closeAllConnections());
}

async function listening(server: Server, disconnect: () => void): Promise<FakeSocket> {
  const folder = await mkdtemp(join(tmpdir(), 'fc-socket-'));
  const path = join(folder, 'docker.sock');
  await once(server.listen(path), 'listening');
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      server.close();
      disconnect();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
