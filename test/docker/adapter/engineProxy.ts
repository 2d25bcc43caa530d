import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket in front of the engine: shows what was sent to it, and can break every connection as a dying engine does. */
export interface EngineProxy extends AsyncDisposable {
  readonly address: string;
  /** Everything clients have sent, as text. */
  sent(): string;
  /** Resolves when a client has sent this. */
  asked(text: string): Promise<void>;
  /** Resolves when the engine has begun to answer a client that sent this. */
  answered(text: string): Promise<void>;
  /** Breaks all connections. */
  breakOff(): void;
  /** Breaks all connections and takes no more. */
  die(): void;
}

interface Exchange {
  sent: string;
  answered: boolean;
}

export async function engineProxy(engineAddress: string): Promise<EngineProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'fc-proxy-'));
  const path = join(folder, 'docker.sock');
  const sockets = new Set<Socket>();
  const exchanges: Exchange[] = [];
  const news = new EventEmitter().setMaxListeners(0);
  const server = createServer((client) => {
    const exchange: Exchange = { sent: '', answered: false };
    exchanges.push(exchange);
    const engine = connect(engineAddress.replace('unix://', ''));
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk) => {
      exchange.sent += chunk.toString('latin1');
      news.emit('news');
    });
    engine.once('data', () => {
      exchange.answered = true;
      setImmediate(() => news.emit('news')); // the client has it by then
    });
    client.pipe(engine).pipe(client);
    client.on('close', () => engine.destroy());
  }).listen(path);
  await once(server, 'listening');
  const until = async (seen: (exchange: Exchange) => boolean): Promise<void> => {
    while (!exchanges.some(seen)) await once(news, 'news');
  };
  const breakOff = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const die = (): void => {
    server.close();
    breakOff();
  };
  return {
    address: `unix://${path}`,
    sent: () => exchanges.map(({ sent }) => sent).join('\n'),
    asked: async (text) => until(({ sent }) => sent.includes(text)),
    answered: async (text) => until(({ sent, answered }) => answered && sent.includes(text)),
    breakOff,
    die,
    [Symbol.asyncDispose]: async () => {
      die();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
