import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../../core/ports/clock.ts';
import { FcCredentials } from '../../core/ports/credentials.ts';
import { acs3Algorithm, acs3Query, acs3Signature, type Acs3Request } from '../../core/shared/acs3Signature.ts';
import type { FcError } from '../../core/shared/fcError.ts';
import type { Identity, RoleToAssume } from './identity.ts';
import { unavailable } from './unavailable.ts';

export interface AssumeRoleOptions {
  readonly caller: Identity['caller'];
  readonly role: RoleToAssume;
  /** Of STS: `https://sts.aliyuncs.com`. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly randomHex: (digits: number) => string;
  readonly signal: AbortSignal;
}

/** The least that every role allows as its longest session (docs: AssumeRole). */
const usualSeconds = 3600;
const answerWithinMs = 10_000;
const longestAnswer = 64 * 1024;
const emptyBodyHash = createHash('sha256').update('').digest('hex');

/**
 * Asks the Security Token Service for the short-lived credentials of a role (docs: AssumeRole; request syntax and
 * signature method V3: the secret only signs, it is never sent).
 *
 * Through Node's own `https`, which in the editor is patched to go by the person's proxy settings: this request, unlike
 * those to containers, leaves the machine.
 * @throws FcError `CredentialsUnavailable` with the answer's code, message and request id; AbortError
 */
export async function assumeRole(options: AssumeRoleOptions): Promise<FcCredentials> {
  const answer = await send(signed(options), options);
  const { Code, Message, RequestId, Credentials } = answer.body;
  if (Credentials === undefined)
    throw refused(options, { ...answer, code: Code, message: Message, requestId: RequestId });
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = Credentials;
  const expiresAt = new Date(Expiration ?? '');
  if (!AccessKeyId || !AccessKeySecret || !SecurityToken || Number.isNaN(expiresAt.getTime()))
    throw refused(options, { ...answer, message: 'the answer lacks a part of the credentials' });
  return new FcCredentials({
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    securityToken: SecurityToken,
    expiresAt,
    origin: `${options.role.arn}, assumed with the ${options.caller.origin}`,
  });
}

interface SignedRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

function signed({ caller, role, endpoint, clock, randomHex }: AssumeRoleOptions): SignedRequest {
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1') throw new Error(`${url.origin} is not encrypted`);
  const query: (readonly [string, string])[] = [
    ['RoleArn', role.arn],
    ['RoleSessionName', role.sessionName ?? 'fc-containers'],
    ['DurationSeconds', String(role.durationSeconds ?? usualSeconds)],
    ...(role.externalId === undefined ? [] : [['ExternalId', role.externalId] as const]),
  ];
  const headers = {
    host: url.host,
    'x-acs-action': 'AssumeRole',
    'x-acs-version': '2015-04-01',
    'x-acs-date': clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': randomHex(32),
    'x-acs-content-sha256': emptyBodyHash,
    ...(caller.securityToken === undefined ? {} : { 'x-acs-security-token': caller.securityToken }),
  };
  const request: Acs3Request = { method: 'POST', path: '/', query, headers, bodyHash: emptyBodyHash };
  const signature = acs3Signature(request, caller.accessKeySecret);
  const signedHeaders = Object.keys(headers).sort().join(';');
  url.search = acs3Query(query);
  return {
    url,
    headers: {
      ...headers,
      accept: 'application/json',
      authorization: `${acs3Algorithm} Credential=${caller.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
    },
  };
}

interface StsAnswer {
  readonly status: number;
  readonly body: {
    readonly Code?: string;
    readonly Message?: string;
    readonly RequestId?: string;
    readonly Credentials?: {
      readonly AccessKeyId?: string;
      readonly AccessKeySecret?: string;
      readonly SecurityToken?: string;
      readonly Expiration?: string;
    };
  };
}

async function send({ url, headers }: SignedRequest, { clock, signal }: AssumeRoleOptions): Promise<StsAnswer> {
  const late = new AbortController();
  const forget = clock.after(answerWithinMs, () => late.abort());
  try {
    return await new Promise<StsAnswer>((resolve, reject) => {
      const client = url.protocol === 'https:' ? https : http;
      const ended = AbortSignal.any([signal, late.signal]);
      const request = client.request(url, { method: 'POST', headers, signal: ended }, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= longestAnswer) chunks.push(chunk);
          else request.destroy(new Error('the answer is too long'));
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString()) }),
        );
      });
      request.on('error', reject).end();
    });
  } catch (error) {
    signal.throwIfAborted();
    const reason = late.signal.aborted ? 'no answer within 10 seconds' : reasonOf(error);
    const message = `Alibaba Cloud's Security Token Service at ${url.host} could not be asked: ${reason}.`;
    throw unavailable(message, 'Look at the network and at the proxy settings of the editor, then try again.');
  } finally {
    forget();
  }
}

function parsed(text: string): StsAnswer['body'] {
  try {
    return (JSON.parse(text) ?? {}) as StsAnswer['body'];
  } catch {
    return {};
  }
}

interface Refusal {
  readonly status: number;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
}

/** The answer in its own words. STS quotes what it was asked when a signature does not match: that stays out. */
function refused({ caller, role }: AssumeRoleOptions, { status, code, message, requestId }: Refusal): FcError {
  const words = (message ?? 'no reason given').split(/ server (?:string to sign|canonical)/i)[0] ?? '';
  const secrets = [caller.accessKeySecret, caller.securityToken ?? ''].filter((secret) => secret !== '');
  const safe = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), words).slice(0, 400);
  const answer = `${code ?? `HTTP ${status}`}: ${safe}${requestId === undefined ? '' : ` (RequestId ${requestId})`}`;
  return unavailable(
    `Alibaba Cloud gives no credentials of ${role.arn}. ${answer}`,
    hintFor(code ?? '', caller.origin),
  );
}

/** Docs: AssumeRole, error codes; RAM, FAQ about STS. */
function hintFor(code: string, origin: string): string {
  if (/^(?:NoPermission|AccessDenied|Forbidden)/.test(code))
    return (
      'The role must trust your account (by default a role of a function trusts Function Compute only), and your user ' +
      'needs the policy AliyunSTSAssumeRoleAccess.'
    );
  if (/^EntityNotExist/.test(code)) return 'Correct the role in s.yaml, or create it.';
  if (/^InvalidTimeStamp/i.test(code)) return 'Set the clock of this machine.';
  return `Look at the ${origin}.`;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
