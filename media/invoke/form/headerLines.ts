import { isHeaderName, isHeaderValue } from '../../../src/protocol/httpSyntax.ts';
import { say, strings } from '../strings.ts';

export type HeaderLines = { readonly headers: Readonly<Record<string, string>> } | { readonly fault: string };

/** Reads `Name: value`, one per line. A name that comes twice gets both values, as HTTP joins them. */
export function parseHeaderLines(text: string): HeaderLines {
  const headers = new Map<string, readonly [name: string, value: string]>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const number = index + 1;
    const colon = line.indexOf(':');
    if (colon === -1) return { fault: say(strings.headerNoColon, number) };
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (!isHeaderName(name)) return { fault: say(strings.headerName, number, name) };
    if (!isHeaderValue(value)) return { fault: say(strings.headerValue, number, name) };
    const earlier = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), earlier ? [earlier[0], `${earlier[1]}, ${value}`] : [name, value]);
  }
  return { headers: Object.fromEntries(headers.values()) };
}
