import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FcCredentials } from '../../../../src/core/ports/credentials.ts';
import { assumeRole, type AssumeRoleOptions } from '../../../../src/node/credentials/assumeRole.ts';
import { KeyPair } from '../../../../src/node/credentials/identity.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { freePort } from '../../../support/freePort.ts';
import { StsServer } from './stsServer.ts';

const role = { arn: 'acs:ram::42:role/orders' };
const pair = new KeyPair({ accessKeyId: 'LTAI1', accessKeySecret: 'key-secret', origin: 'profile shop' });
const session = new FcCredentials({
  accessKeyId: 'STS.1',
  accessKeySecret: 'session-secret',
  securityToken: 'session-token',
  origin: 'profile sso',
});

let clock: FakeClock;
let sts: StsServer;
beforeEach(async () => {
  clock = new FakeClock(new Date('2026-03-01T12:00:00Z'));
  const keys = { LTAI1: { secret: 'key-secret' }, 'STS.1': { secret: 'session-secret', token: 'session-token' } };
  sts = await StsServer.start(keys, () => clock.now());
});
afterEach(async () => sts[Symbol.asyncDispose]());

const assume = async (changes: Partial<AssumeRoleOptions> = {}): Promise<FcCredentials> =>
  assumeRole({
    caller: pair,
    role,
    endpoint: sts.endpoint,
    clock,
    randomHex: (digits) => randomBytes(digits / 2).toString('hex'),
    signal: new AbortController().signal,
    ...changes,
  });

const refusal = async (changes: Partial<AssumeRoleOptions> = {}): Promise<unknown> =>
  assume(changes).then(
    () => expect.unreachable('there are credentials'),
    (error: unknown) => error,
  );

describe('A role', () => {
  it('is taken on for an hour, with a signature the service believes', async () => {
    const credentials = await assume();
    expect(credentials.accessKeyId).toMatch(/^STS\./);
    expect(credentials.accessKeySecret).toMatch(/^secret-/);
    expect(credentials.securityToken).toMatch(/^token-/);
    expect(credentials.expiresAt).toEqual(new Date('2026-03-01T13:00:00Z'));
    expect(credentials.origin).toBe('acs:ram::42:role/orders, assumed with the profile shop');
    expect(sts.calls).toEqual([
      { caller: 'LTAI1', roleArn: role.arn, sessionName: 'fc-containers', durationSeconds: 3600, externalId: null },
    ]);
  });

  it('is taken on as the configuration wants it, by credentials that are short-lived themselves', async () => {
    const wanted = { ...role, sessionName: 'al@ice', durationSeconds: 900, externalId: "it's (mine)*!" };
    await assume({ caller: session, role: wanted });
    expect(sts.calls).toEqual([
      { caller: 'STS.1', roleArn: role.arn, sessionName: 'al@ice', durationSeconds: 900, externalId: "it's (mine)*!" },
    ]);
  });
});

describe('A role that is refused', () => {
  it.each([
    ['forbidden', 'NoPermission: You are not authorized to do this action. (RequestId R-1)', 'must trust your account'],
    ['unknown', 'EntityNotExist.Role: The role not exists. (RequestId R-1)', 'Correct the role in s.yaml'],
  ])('says why in the words of the service: %s', async (name, words, hint) => {
    const arn = `acs:ram::42:role/${name}`;
    expect(await refusal({ role: { arn } })).toMatchObject({
      code: 'CredentialsUnavailable',
      message: `Alibaba Cloud gives no credentials of ${arn}. ${words}`,
      hint: expect.stringContaining(hint) as string,
    });
  });

  it('points at the key pair when nobody knows it', async () => {
    const caller = new KeyPair({ accessKeyId: 'LTAI2', accessKeySecret: 'other', origin: 'profile old' });
    expect(await refusal({ caller })).toMatchObject({
      message: expect.stringContaining('InvalidAccessKeyId.NotFound') as string,
      hint: 'Look at the profile old.',
    });
  });

  it('points at the clock when that is wrong', async () => {
    const late = new FakeClock(new Date('2026-03-01T13:00:00Z'));
    expect(await refusal({ clock: late })).toMatchObject({ hint: 'Set the clock of this machine.' });
  });

  it('tells no secret, even where the service repeats what it was asked', async () => {
    const { securityToken, accessKeyId, origin } = session;
    const caller = new FcCredentials({ accessKeyId, securityToken, origin, accessKeySecret: 'mistyped-secret' });
    const error = await refusal({ caller });
    expect(error).toMatchObject({
      message: expect.stringContaining('SignatureDoesNotMatch: Specified signature') as string,
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/session-token|mistyped-secret|canonicalized/);

    sts.misbehave = (_request, response) =>
      void response.writeHead(400).end(JSON.stringify({ Code: 'X', Message: `mistyped-secret and session-token` }));
    expect(inspect(await refusal({ caller }))).not.toMatch(/session-token|mistyped-secret/);
  });
});

describe('A service that does not answer as it should', () => {
  it.each<[string, number, string, string]>([
    ['with a page of a proxy', 502, '<html>Bad Gateway</html>', 'HTTP 502: no reason given'],
    ['with half the credentials', 200, '{"Credentials":{"AccessKeyId":"STS.2"}}', 'lacks a part of the credentials'],
    ['with nothing', 200, '', 'HTTP 200: no reason given'],
    ['with null', 200, 'null', 'HTTP 200: no reason given'],
    ['with far too much', 200, 'x'.repeat(100_000), 'the answer is too long'],
  ])('%s is refused', async (_, status, body, message) => {
    sts.misbehave = (_request, response) => void response.writeHead(status).end(body);
    expect(await refusal()).toMatchObject({
      code: 'CredentialsUnavailable',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is not waited for longer than ten seconds', async () => {
    let asked = false;
    sts.misbehave = () => (asked = true);
    const refused = refusal();
    await vi.waitFor(() => expect(asked).toBe(true));
    await clock.advance(10_000);
    expect(await refused).toMatchObject({ message: expect.stringContaining('no answer within 10 seconds') as string });
  });

  it('is not waited for by somebody who went away', async () => {
    const cancel = new AbortController();
    sts.misbehave = () => cancel.abort();
    expect(await refusal({ signal: cancel.signal })).toMatchObject({ name: 'AbortError' });
    expect(clock.sleeping).toBe(0);
  });

  it('because it is not there is a matter of the network', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    expect(await refusal({ endpoint })).toMatchObject({
      message: expect.stringContaining('could not be asked: ECONNREFUSED') as string,
      hint: expect.stringContaining('proxy settings') as string,
    });
  });

  it('that does not speak TLS gets to see nothing', async () => {
    expect(await refusal({ endpoint: sts.endpoint.replace('http:', 'https:') })).toMatchObject({
      code: 'CredentialsUnavailable',
      message: expect.stringContaining('could not be asked') as string,
    });
    expect(sts.calls).toEqual([]);
  });

  it('is never asked without encryption beyond this machine', async () => {
    expect(await refusal({ endpoint: 'http://sts.aliyuncs.com' })).toMatchObject({
      message: 'http://sts.aliyuncs.com is not encrypted',
    });
  });
});
