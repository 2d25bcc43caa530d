import type { HeaderList } from './answerSink.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const control = /[^\t\x20-\x7e\x80-\xff]/;

/** The first line of an answer. @throws Error when it is none */
export function readStatusLine(line: string): { readonly statusCode: number; readonly minorVersion: number } {
  const found = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/.exec(line);
  if (found === null)
    throw new Error(`The server's answer is no HTTP: it begins with ${JSON.stringify(line.slice(0, 40))}.`);
  return { statusCode: Number(found[2]), minorVersion: Number(found[1]) };
}

/** Adds a line of a head, or of trailers, to what was read before. @throws Error when it is no header */
export function readHeaderLine(line: string, headers: string[]): void {
  const colon = line.indexOf(':');
  const value = trimmed(line, colon + 1);
  const before = headers[headers.length - 1];
  if (control.test(value)) throw new Error("The server's answer has a header with control characters.");
  if (before !== undefined && isBlank(line, 0)) headers[headers.length - 1] = `${before} ${trimmed(line, 0)}`;
  else if (colon > 0 && token.test(line.slice(0, colon))) headers.push(line.slice(0, colon), value);
  else throw new Error("The server's answer has a line in its head that is no header.");
}

/** How the end of a body is known, and whether the connection outlives it. */
export interface Framing {
  readonly body: 'none' | 'sized' | 'chunked' | 'untilClose';
  /** Of a sized body. */
  readonly length: number;
  readonly keepAlive: boolean;
}

/** @throws Error when it cannot be known (RFC 9112, 6.3) */
export function readFraming(
  method: string,
  statusCode: number,
  { minorVersion, headers }: { readonly minorVersion: number; readonly headers: HeaderList },
): Framing {
  let length: number | undefined;
  let chunked = false;
  let connection = '';
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]];
    if (name.length === 14 && name.toLowerCase() === 'content-length') length = readLength(value, length);
    else if (name.length === 10 && name.toLowerCase() === 'connection') connection += `${value.toLowerCase()},`;
    else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') chunked = readEncoding(value, chunked);
  }
  const keepAlive = minorVersion === 1 ? !connection.includes('close') : connection.includes('keep-alive');
  if (method === 'HEAD' || statusCode === 101 || statusCode === 204 || statusCode === 304)
    return { body: 'none', length: 0, keepAlive };
  // with two lengths, whatever follows on this connection is doubtful
  if (chunked && minorVersion === 1)
    return { body: 'chunked', length: 0, keepAlive: keepAlive && length === undefined };
  if (length !== undefined) return { body: 'sized', length, keepAlive };
  return { body: 'untilClose', length: 0, keepAlive: false };
}

function readLength(value: string, before: number | undefined): number {
  const length = /^\d{1,15}$/.test(value) ? Number(value) : repeatedLength(value);
  if (length === undefined || (before !== undefined && before !== length))
    throw new Error("The server's answer has a Content-Length that is no length.");
  return length;
}

/** The same length more than once is still one (RFC 9112, 6.3). */
function repeatedLength(value: string): number | undefined {
  const [text, ...others] = new Set(value.split(',').map((part) => part.trim()));
  return text !== undefined && others.length === 0 && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function readEncoding(value: string, before: boolean): boolean {
  if (before || value.toLowerCase() !== 'chunked')
    throw new Error("The server's answer has a Transfer-Encoding other than chunked.");
  return true;
}

/** Without spaces and tabs around it; `trim` would take other characters, too. */
function trimmed(line: string, from: number): string {
  let to = line.length;
  while (from < to && isBlank(line, from)) from++;
  while (to > from && isBlank(line, to - 1)) to--;
  return line.slice(from, to);
}

function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}
