import type { HeaderList } from '../instance/answerSink.ts';

/**
 * Request headers of a client that do not reach the function: the platform's reserved ones (docs: custom container HTTP
 * invocation: `x-fc-*`, `connection`, `keep-alive`), and those that belong to one connection (RFC 9110, 7.6.1), which
 * whoever opens the next one writes itself. `host` stays: the function sees the name it was called by.
 */
const droppedFromRequest: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'expect',
  'x-forwarded-for',
  'x-forwarded-proto',
]);

/**
 * Response headers of a function that do not reach the client (docs: custom container HTTP invocation, "reserved response
 * headers"). `content-length` is reserved too: the platform writes its own. It stays in the list, because it says how
 * long the body is that whoever writes the answer counts anyway.
 */
const droppedFromResponse: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'date',
  'server',
  'upgrade',
]);

/** The client's headers as the function gets them, with the client's address as the platform adds it. */
export function passedRequestHeaders(headers: HeaderList, clientIp: string): string[] {
  const passed: string[] = [];
  let forwardedFor = clientIp;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const written = headers[at] ?? '';
    const value = headers[at + 1] ?? '';
    const name = written.toLowerCase();
    if (name === 'x-forwarded-for') forwardedFor = `${value}, ${clientIp}`;
    if (name.startsWith('x-fc-') || droppedFromRequest.has(name)) continue;
    passed.push(written, value);
  }
  passed.push('x-forwarded-for', forwardedFor, 'x-forwarded-proto', 'http');
  return passed;
}

/** The function's headers as the client gets them. */
export function passedResponseHeaders(headers: HeaderList): string[] {
  const passed: string[] = [];
  // beside chunks a length says nothing (RFC 9112, 6.3), and must not be believed by whoever writes the answer
  const isChunked = headerValue(headers, 'transfer-encoding') !== undefined;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const written = headers[at] ?? '';
    const value = headers[at + 1] ?? '';
    const name = written.toLowerCase();
    if (name.startsWith('x-fc-') || droppedFromResponse.has(name)) continue;
    if (name === 'content-length' && isChunked) continue;
    // the docs name this very value: it is the platform's to say
    if (name === 'content-disposition' && value.trim().toLowerCase() === 'attachment') continue;
    passed.push(written, value);
  }
  return passed;
}

/** The value of a header, the last one when it is repeated; names in any case. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (let at = headers.length - 2; at >= 0; at -= 2) if (headers[at]?.toLowerCase() === name) return headers[at + 1];
  return undefined;
}

/** Bytes of a head as it travels: `name: value` and a line end each. */
export function headerBytes(headers: HeaderList): number {
  let bytes = 0;
  for (let at = 0; at + 1 < headers.length; at += 2)
    bytes += Buffer.byteLength(headers[at] ?? '', 'latin1') + Buffer.byteLength(headers[at + 1] ?? '', 'latin1') + 4;
  return bytes;
}

/** Headers by their names in lower case, repeated values joined with `, `. */
export function joinedHeaders(headers: HeaderList): Record<string, string> {
  const joined: Record<string, string> = {};
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = (headers[at] ?? '').toLowerCase();
    const value = headers[at + 1] ?? '';
    joined[name] = name in joined ? `${joined[name]}, ${value}` : value;
  }
  return joined;
}
