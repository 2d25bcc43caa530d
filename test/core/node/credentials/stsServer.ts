import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A key the server knows; a temporary one has a token. */
export interface KnownKey {
  readonly secret: string;
  readonly token?: string;
}

export interface AssumeRoleCall {
  readonly caller: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly externalId: string | null;
}

type Problem = readonly [status: number, code: string, message: string];
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A Security Token Service that answers on 127.0.0.1 and believes no signature it did not compute itself. */
export class StsServer implements AsyncDisposable {
  /** Every call whose signature was right. */
  readonly calls: AssumeRoleCall[] = [];
  /** Answers the next calls in another way than the service does. */
  misbehave: Answer | undefined;
  readonly #now: () => Date;
  readonly #keys: Readonly<Record<string, KnownKey>>;
  readonly #nonces = new Set<string>();
  readonly #server = createServer((request, response) => (this.misbehave ?? this.#answer)(request, response));
  endpoint = '';

  private constructor(keys: Readonly<Record<string, KnownKey>>, now: () => Date) {
    this.#keys = keys;
    this.#now = now;
  }

  static async start(keys: Readonly<Record<string, KnownKey>>, now: () => Date): Promise<StsServer> {
    const sts = new StsServer(keys, now);
    await new Promise<void>((resolve) => sts.#server.listen(0, '127.0.0.1', resolve));
    sts.endpoint = `http://127.0.0.1:${(sts.#server.address() as AddressInfo).port}`;
    return sts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  readonly #answer: Answer = (request, response) => {
    const [status, body] = this.#answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  #answerTo(request: IncomingMessage): [number, object] {
    const problem = this.#problemWith(request);
    if (problem !== undefined) return refusal(problem);
    const query = new URL(request.url ?? '/', 'http://sts').searchParams;
    const call: AssumeRoleCall = {
      caller: credentialOf(request),
      roleArn: query.get('RoleArn') ?? '',
      sessionName: query.get('RoleSessionName') ?? '',
      durationSeconds: Number(query.get('DurationSeconds')),
      externalId: query.get('ExternalId'),
    };
    this.calls.push(call);
    if (call.roleArn.endsWith('/forbidden'))
      return refusal([403, 'NoPermission', 'You are not authorized to do this action.']);
    if (call.roleArn.endsWith('/unknown')) return refusal([404, 'EntityNotExist.Role', 'The role not exists.']);
    const id = randomUUID();
    const expiresAt = new Date(this.#now().getTime() + call.durationSeconds * 1000);
    const Credentials = {
      AccessKeyId: `STS.${id}`,
      AccessKeySecret: `secret-${id}`,
      SecurityToken: `token-${id}`,
      Expiration: expiresAt.toISOString().replace(/\.\d+Z/, 'Z'),
    };
    return [200, { RequestId: 'R-2', AssumedRoleUser: { Arn: call.roleArn }, Credentials }];
  }

  /** Docs: request syntax and signature method V3. Computed from what came over the wire, not with our own signer. */
  #problemWith(request: IncomingMessage): Problem | undefined {
    const header = (name: string): string => String(request.headers[name] ?? '');
    const key = this.#keys[credentialOf(request)];
    if (key === undefined) return [404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.'];
    if (Math.abs(this.#now().getTime() - Date.parse(header('x-acs-date'))) > 15 * 60_000)
      return [400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.'];
    if (this.#nonces.has(header('x-acs-signature-nonce'))) return [400, 'SignatureNonceUsed', 'The nonce was used.'];
    this.#nonces.add(header('x-acs-signature-nonce'));
    if (key.token !== undefined && header('x-acs-security-token') !== key.token)
      return [400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.'];
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    const [, signedHeaders = '', signature] =
      /^ACS3-HMAC-SHA256 Credential=[^,]+,SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
        header('authorization'),
      ) ?? [];
    const names = signedHeaders.split(';');
    const unsigned = Object.keys(request.headers).filter(
      (name) => /^(?:host|x-acs-.*)$/.test(name) && !names.includes(name),
    );
    const lines = names.map((name) => `${name}:${header(name)}\n`).join('');
    const sorted = query.split('&').sort().join('&');
    const emptyHash = createHash('sha256').update('').digest('hex');
    const canonical = `${request.method ?? ''}\n${path}\n${sorted}\n${lines}\n${signedHeaders}\n${emptyHash}`;
    const toSign = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`;
    const expected = createHmac('sha256', key.secret).update(toSign).digest('hex');
    if (header('x-acs-action') !== 'AssumeRole' || header('x-acs-version') !== '2015-04-01')
      return [404, 'InvalidAction.NotFound', 'Specified api is not found.'];
    if (unsigned.length > 0 || expected !== signature)
      // the service really quotes what it was asked
      return [
        400,
        'SignatureDoesNotMatch',
        'Specified signature does not match our calculation. ' +
          `server string to sign is: ${toSign} server canonicalized request is: ${canonical}`,
      ];
    return undefined;
  }
}

function credentialOf(request: IncomingMessage): string {
  return /Credential=([^,]+),/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function refusal([status, Code, Message]: Problem): [number, object] {
  return [status, { RequestId: 'R-1', HostId: 'sts', Code, Message }];
}
