import type { InstanceAddress, OutgoingRequest } from './instanceClient.ts';

/** A request's first lines, and what they say about its body. */
export interface RequestHead {
  /** To be written as latin1. Ends with the empty line. */
  readonly text: string;
  /** Of a body that comes as a stream: its announced length; `undefined`: it goes out in chunks. */
  readonly length: number | undefined;
  /** The request itself asks for the end of the connection. */
  readonly close: boolean;
}

/** Methods whose requests say how long their body is even when there is none (RFC 9110, 8.6). */
const expectBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;
const unsendableInPath = /[^\x21-\x7e\x80-\xff]/;

/**
 * The headers go out in their order and spelling. What HTTP itself needs is added: `host` when it is missing, and the
 * length of the body, which is not the headers' to tell, but for a stream whose length they announce.
 * @throws Error when something in it would end its line: nobody may write a second request into the first
 */
export function requestHead({ method, path, headers, body }: OutgoingRequest, address: InstanceAddress): RequestHead {
  if (!token.test(method)) throw new Error('The request has a method that HTTP does not allow.');
  if (path === '' || unsendableInPath.test(path))
    throw new Error('The request has a path with spaces or characters that HTTP does not allow: they must be encoded.');
  const streamed = !(body instanceof Uint8Array);
  let length: number | undefined;
  let host = false;
  let close = false;
  let lines = '';
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]];
    if (!token.test(name) || unsendable.test(value))
      throw new Error(`The request has a header that HTTP does not allow: ${JSON.stringify(name)}.`);
    switch (name.length) {
      case 4:
        host ||= name.toLowerCase() === 'host';
        break;
      case 10:
        close ||= name.toLowerCase() === 'connection' && value.toLowerCase() === 'close';
        break;
      case 14:
        if (name.toLowerCase() !== 'content-length') break;
        if (!streamed) continue;
        length = readLength(value, length);
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') continue;
    }
    lines += `${name}: ${value}\r\n`;
  }
  if (streamed) lines += length === undefined ? 'transfer-encoding: chunked\r\n' : '';
  else if (body.length > 0 || expectBody.has(method)) lines += `content-length: ${body.length}\r\n`;
  return {
    text: `${method} ${path} HTTP/1.1\r\n${host ? '' : `host: ${hostOf(address)}\r\n`}${lines}\r\n`,
    length,
    close,
  };
}

function readLength(value: string, before: number | undefined): number {
  if (!/^\d{1,15}$/.test(value) || before !== undefined)
    throw new Error('The request has a Content-Length that is no length.');
  return Number(value);
}

function hostOf({ host, port }: InstanceAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
