import type { IncomingMessage } from 'node:http';
import { invalidArgument, PlatformError } from './platformError.ts';

/** docs: HTTP trigger overview, request limits. All keys and values of the headers; path and query. */
const maxHeaderBytes = 8 * 1024;
const maxTargetBytes = 4 * 1024;

/** A path and a query, percent-encoded; neither a whole URL nor a fragment. */
const requestTarget = /^\/[\x21\x22\x24-\x7e]*$/;

/** What is read of a request to judge it. */
export type RequestHead = Pick<IncomingMessage, 'httpVersion' | 'method' | 'url' | 'rawHeaders'>;

/**
 * Refuses what Node's parser lets pass though two readers could understand it differently (request smuggling), and what
 * is over the platform's limits. One pass over the headers: this stands before every call.
 * @throws PlatformError `InvalidArgument`
 */
export function requireWellFormed({ httpVersion, method, url = '', rawHeaders }: RequestHead): void {
  const isCurrent = httpVersion === '1.1';
  if (!isCurrent && httpVersion !== '1.0') throw malformed(`HTTP/${httpVersion} is not spoken here`);
  if (method === 'TRACE') throw malformed('TRACE is not served');
  if (url.length > maxTargetBytes)
    throw invalidArgument(`path and query have ${url.length} bytes, ${maxTargetBytes} are allowed`);
  if (!requestTarget.test(url)) throw malformed('the request target is not a percent-encoded path');
  let bytes = 0;
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    bytes += name.length + value.length;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
    else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding')
      if (!isCurrent || value.toLowerCase() !== 'chunked') throw malformed('Transfer-Encoding is not just chunked');
  }
  if (bytes > maxHeaderBytes)
    throw invalidArgument(`the request headers have ${bytes} bytes, ${maxHeaderBytes} are allowed`);
  if (hosts > 1 || (hosts === 0 && isCurrent)) throw malformed('there must be one Host header');
}

/** The answer to bytes that are no request, or none that comes to an end. */
export function parserError(error: NodeJS.ErrnoException): PlatformError {
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return invalidArgument(`the request headers have more than the ${maxHeaderBytes} bytes that are allowed`);
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return malformed('its head did not arrive in time');
  return malformed(error.message.replace(/^Parse Error: /, ''));
}

export function malformed(reason: string): PlatformError {
  return new PlatformError(400, 'InvalidArgument', `malformed HTTP request: ${reason}`, { endsConnection: true });
}
