import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../ports/clock.ts';
import { acs3Signature, type Acs3Request } from '../shared/acs3Signature.ts';
import type { GatewaySettings } from './gatewaySettings.ts';
import { accessDenied, invalidArgument, PlatformError } from './platformError.ts';
import { splitTarget } from './splitTarget.ts';

/** docs: signature authentication: the clocks of both sides may differ by this much. */
const windowMs = 15 * 60 * 1000;

/** What is read of a request to check it. */
export type SignedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

export interface SignatureContext {
  readonly settings: () => GatewaySettings;
  readonly clock: Clock;
}

/**
 * Checks the signature as the platform does, when the settings say so (docs: signature authentication of HTTP triggers;
 * signature mechanism V3; Function Compute 2.0: signature authentication). The body is not part of it.
 * @param signsQuery whether clients of Function Compute 2.0 sign the query too: in HTTP calls they do, on the API not
 * @throws PlatformError with the platform's texts
 */
export function requireSignature(
  request: SignedRequest,
  { settings, clock }: SignatureContext,
  { signsQuery }: { readonly signsQuery: boolean },
): void {
  const { checkSignatures, accessKeyId, accessKeySecret } = settings();
  if (!checkSignatures) return;
  const { authorization = '', ...headers } = request.headers;
  const date = single(headers['x-acs-date']) ?? headers.date;
  if (date === undefined)
    throw new PlatformError(400, 'MissingRequiredHeader', 'required HTTP header Date was not specified');
  const claim = readAcs3(authorization) ?? readFc2(authorization);
  // what else is in the header may be somebody's secret
  if (claim === undefined) throw invalidArgument(`invalid authorization '${/^\w*/.exec(authorization)?.[0] ?? ''}'`);
  requireRecent(date, clock.now());
  if (claim.accessKeyId !== accessKeyId)
    throw new PlatformError(403, 'InvalidAccessKeyID', `invalid access key ID '${claim.accessKeyId}'`);
  const expected = claim.signedHeaders
    ? [acs3SignatureOf(request, claim.signedHeaders, accessKeySecret)]
    : fc2Signatures(request, date, signsQuery, accessKeySecret);
  if (!expected.some((signature) => isEqual(signature, claim.signature)))
    throw new PlatformError(
      403,
      'SignatureNotMatch',
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your access key and signing method',
    );
}

function requireRecent(date: string, now: Date): void {
  const sent = new Date(date);
  if (Number.isNaN(sent.getTime())) throw invalidArgument(`invalid date '${date}'`);
  if (Math.abs(sent.getTime() - now.getTime()) <= windowMs) return;
  const [then, current] = [sent.toUTCString(), now.toUTCString()];
  throw accessDenied(
    `the difference between the request time '${then}' and the current time '${current}' is too large`,
  );
}

/** Who says they signed, and what came out. */
interface Claim {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly signedHeaders?: readonly string[];
}

/** `ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b,Signature=…` */
function readAcs3(authorization: string): Claim | undefined {
  const [, id, names, signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]*),Signature=([\da-f]+)$/.exec(authorization) ?? [];
  if (id === undefined || names === undefined || signature === undefined) return undefined;
  return { accessKeyId: id, signature, signedHeaders: names.split(';').filter((name) => name !== '') };
}

/** `FC <id>:<base64>` */
function readFc2(authorization: string): Claim | undefined {
  const [, accessKeyId, signature] = /^FC ([^:]+):([A-Za-z\d+/=]+)$/.exec(authorization) ?? [];
  return accessKeyId === undefined || signature === undefined ? undefined : { accessKeyId, signature };
}

function acs3SignatureOf(
  { method = 'GET', url, headers }: SignedRequest,
  signedHeaders: readonly string[],
  secret: string,
): string {
  const [path, query] = splitTarget(url);
  const request: Acs3Request = {
    method,
    path: path.replace(/\+/g, '%20').replace(/[*$]/g, percentEncoded).replace(/%7E/g, '~'),
    query: [...query.entries()],
    headers: Object.fromEntries(signedHeaders.map((name) => [name, single(headers[name]) ?? ''])),
    // clients that sign an HTTP call as the documentation shows leave the body's hash empty
    bodyHash: single(headers['x-acs-content-sha256']) ?? '',
  };
  return acs3Signature(request, secret);
}

/** Clients sign the path as they send it, or decoded. */
function fc2Signatures(
  { method, url, headers }: SignedRequest,
  date: string,
  signsQuery: boolean,
  secret: string,
): string[] {
  const [path, query] = splitTarget(url);
  const fcHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-fc-'))
    .sort()
    .map((name) => `${name}:${single(headers[name]) ?? ''}\n`)
    .join('');
  const parameters = signsQuery
    ? `\n${[...query]
        .map(([key, value]) => `${key}=${value}`)
        .sort()
        .join('\n')}`
    : '';
  const first = [method, single(headers['content-md5']) ?? '', headers['content-type'] ?? '', date, fcHeaders].join(
    '\n',
  );
  return [...new Set([path, decoded(path)])].map((signed) =>
    createHmac('sha256', secret)
      .update(first + signed + parameters)
      .digest('base64'),
  );
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
