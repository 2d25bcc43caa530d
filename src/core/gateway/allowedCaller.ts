import type { IncomingHttpHeaders } from 'node:http';
import { accessDenied } from './platformError.ts';

/** `name`, `name:port`, `[address]:port`. */
const hostHeader = /^(\[[\da-f:.]*\]|[^:@/\s]*?)\.?(?::\d*)?$/i;

/**
 * Whoever calls must call this machine by one of its own names: a page whose name was pointed at 127.0.0.1 after it was
 * loaded (DNS rebinding) still sends the name it has. Clients of HTTP/1.0 may leave the header out.
 * @throws PlatformError `AccessDenied`
 */
export function requireLocalName(host: string | undefined, allowedHosts: readonly string[]): void {
  if (host === undefined) return;
  const name = hostHeader.exec(host)?.[1]?.toLowerCase() ?? '';
  if (name === '127.0.0.1' || name === 'localhost' || name === '[::1]' || name.endsWith('.localhost')) return;
  if (allowedHosts.some((allowed) => allowed.toLowerCase() === name && name !== '')) return;
  throw accessDenied(
    `the host name '${host}' does not name this machine. ` +
      'Call 127.0.0.1 or localhost, or add the name to the allowed hosts of the gateway.',
  );
}

/**
 * The API is for programs: a page of any other origin, one on another port of this machine too, is refused, so that no web
 * site can invoke functions or read their configuration by way of the person's browser.
 * @throws PlatformError `AccessDenied`
 */
export function requireNoForeignPage({ origin, host, ...headers }: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  const isForeign = origin !== undefined && origin !== `http://${host ?? ''}`;
  if (isForeign || site === 'cross-site' || site === 'same-site')
    throw accessDenied(`web pages may not call this API${origin === undefined ? '' : ` (origin '${origin}')`}`);
}
