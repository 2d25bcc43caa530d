import { Socket } from 'node:net';
import { loopback } from '../shared/loopback.ts';

/**
 * `open` somebody listens · `closed` the container answers, but nobody listens on that port · `unreachable` the
 * container's network cannot be dialled from here.
 */
export type ProbeAnswer = 'open' | 'closed' | 'unreachable';

export type PortProbe = () => Promise<ProbeAnswer>;

/** A connection made by itself: editors replace `http.request` and `net.connect` by functions that ask proxies. */
function dial(host: string, port: number): Socket {
  return new Socket().connect({ host, port });
}

/**
 * Connects to the container's own address: the truth on a local Linux engine. It costs 0.04 ms, reaches no code of the
 * person, and is refused while nobody listens and also when the server listens on 127.0.0.1 only (measured).
 */
export function directProbe(address: string, port: number): PortProbe {
  return () =>
    new Promise((resolve) => {
      const socket = dial(address, port).setTimeout(250);
      const answer = (result: ProbeAnswer): void => {
        socket.destroy();
        resolve(result);
      };
      socket.once('connect', () => answer('open'));
      socket.once('timeout', () => answer('unreachable'));
      socket.once('error', (error: NodeJS.ErrnoException) =>
        answer(error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET' ? 'closed' : 'unreachable'),
      );
    });
}

/** A connection that stays open this long behind the engine's proxy has a listener at its other end. */
const heldOpenMs = 250;

/**
 * Asks through the published port, where the engine's proxy accepts connections before anybody listens inside: only an
 * answer, or a connection that is not dropped, tells the truth. It is a `HEAD /`, so the person's server does see it.
 */
export function publishedProbe(hostPort: number): PortProbe {
  return () =>
    new Promise((resolve) => {
      const socket = dial(loopback, hostPort);
      const answer = (result: ProbeAnswer): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(result);
      };
      const timer = setTimeout(() => answer('open'), heldOpenMs);
      // any byte comes from a listener, HTTP or not
      socket.once('data', () => answer('open'));
      socket.once('end', () => answer('closed'));
      socket.once('error', () => answer('closed'));
      socket.write(`HEAD / HTTP/1.1\r\nhost: ${loopback}:${hostPort}\r\nconnection: close\r\n\r\n`);
    });
}
