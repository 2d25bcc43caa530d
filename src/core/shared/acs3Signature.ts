import { createHash, createHmac } from 'node:crypto';

/** A request as signature version 3 sees it. */
export interface Acs3Request {
  readonly method: string;
  /** Encoded as it is sent, beginning with `/`. */
  readonly path: string;
  /** Not encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Those that are signed, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-acs-content-sha256`: the body's SHA-256 in hex. */
  readonly bodyHash: string;
}

export const acs3Algorithm = 'ACS3-HMAC-SHA256';

/** The signature in hex (docs: request syntax and signature method V3). */
export function acs3Signature(request: Acs3Request, accessKeySecret: string): string {
  const { method, path, query, headers, bodyHash } = request;
  const names = Object.keys(headers).sort();
  const canonical = [
    method,
    path,
    acs3Query(query),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  return createHmac('sha256', accessKeySecret).update(`${acs3Algorithm}\n${hash}`).digest('hex');
}

/** A query in the order and encoding that is signed, which may be sent as it is. */
export function acs3Query(query: Acs3Request['query']): string {
  return query
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
}

/** RFC 3986, which escapes five characters more than `encodeURIComponent`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
