import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { inspect } from 'node:util';
import type { DockerOptions } from 'dockerode';

/** What proves both sides of a TLS connection to each other, as PEM. */
export interface EngineTls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly skipVerify?: boolean;
}

export type EngineAddress =
  | { readonly kind: 'unix' | 'npipe'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly secure: boolean }
  | { readonly kind: 'ssh' };

/** Reads `unix://…`, `npipe://…`, `tcp://host:port`, `http(s)://…`, a bare socket path or `host:port`. */
export function parseEngineAddress(text: string, tls?: EngineTls): EngineAddress | undefined {
  if (/^[./]/.test(text)) return { kind: 'unix', path: text };
  if (/^\\\\/.test(text)) return { kind: 'npipe', path: text.replaceAll('\\', '/') };
  if (text.startsWith('unix://')) return { kind: 'unix', path: text.slice(7) || '/var/run/docker.sock' };
  if (text.startsWith('npipe://')) {
    const pipe = text.slice(8).replaceAll('\\', '/').replace(/^\/+/, '');
    return { kind: 'npipe', path: `//${pipe || './pipe/docker_engine'}` };
  }
  const full = text.includes('://') ? text : `tcp://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url?.protocol === 'ssh:') return { kind: 'ssh' };
  if (!url?.hostname || !['tcp:', 'http:', 'https:'].includes(url.protocol)) return undefined;
  const secure = url.protocol === 'https:' || url.port === '2376' || Boolean(tls?.ca ?? tls?.cert);
  return { kind: 'tcp', host: url.hostname, port: Number(url.port) || (secure ? 2376 : 2375), secure };
}

/** The address as shown to people: what was written, without user name and password. */
export function showEngineAddress(address: EngineAddress | undefined, written: string): string {
  if (address?.kind === 'unix' || address?.kind === 'npipe') return `${address.kind}://${address.path}`;
  if (address?.kind === 'tcp') return `tcp://${address.host}:${address.port}`;
  return written.replace(/\/\/[^/]*@/, '//');
}

/**
 * Dockerode's options for an address. Every field is set on purpose: docker-modem fills each missing one from
 * DOCKER_HOST, so `{ socketPath }` alone is ignored while DOCKER_HOST names a tcp or ssh host (measured with 5.0.7).
 *
 * Connections are not kept alive: opening a socket costs 0.1 ms, and a kept one that belonged to an engine which was
 * restarted since fails the next request with EPIPE.
 */
export function dockerodeOptions(
  address: Exclude<EngineAddress, { kind: 'ssh' }>,
  tls: EngineTls = {},
): DockerOptions & { readonly agent: HttpAgent } {
  const none = { host: undefined, port: undefined, socketPath: undefined, username: undefined };
  const noTls = { ca: undefined, cert: undefined, key: undefined };
  if (address.kind !== 'tcp') {
    const agent = brief(new HttpAgent({ keepAlive: false }));
    return { ...none, ...noTls, protocol: 'http', socketPath: address.path, agent };
  }
  const { host, port } = address;
  if (!address.secure) return { ...none, ...noTls, protocol: 'http', host, port, agent: brief(new HttpAgent()) };
  const { ca, cert, key } = tls;
  const agent = brief(new HttpsAgent({ keepAlive: false, rejectUnauthorized: !tls.skipVerify }));
  return { ...none, ca, cert, key, protocol: 'https', host, port, agent };
}

/**
 * docker-modem prints the options of every request for a debug log, whether that is on or not, and with them the agent
 * and all its open connections: 2 ms of processor time for each of them in each request, 40 ms with ten running
 * instances (measured). This agent has little to say.
 */
function brief<T extends HttpAgent>(agent: T): T {
  Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
  return agent;
}
