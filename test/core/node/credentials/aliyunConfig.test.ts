import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readAliyunConfig } from '../../../../src/node/credentials/aliyunConfig.ts';
import type { Identity } from '../../../../src/node/credentials/identity.ts';
import { thrownBy } from './thrownBy.ts';

const now = new Date('2026-03-01T12:00:00Z');
const inAnHour = now.getTime() / 1000 + 3600;
const pair = { access_key_id: 'LTAI1', access_key_secret: 's3cret' };
const session = { access_key_id: 'STS.1', access_key_secret: 's3cret', sts_token: 'token' };

const identityOf = (profile: object, ...others: readonly object[]): Identity | undefined => {
  const profiles = [{ name: 'shop', ...profile }, ...others];
  return readAliyunConfig(JSON.stringify({ current: 'shop', profiles })).identity('shop', now);
};

describe('A profile of the Alibaba Cloud CLI', () => {
  it.each([
    ['AK', { mode: 'AK', ...session }],
    ['ak', { mode: 'ak', ...pair }],
    ['no mode at all', pair],
  ])('with a key pair (%s) is that pair, which has no token', (_, profile) => {
    const caller = identityOf(profile)?.caller;
    expect(caller).toMatchObject({ accessKeySecret: 's3cret', origin: 'profile shop of ~/.aliyun/config.json' });
    expect(caller?.securityToken).toBeUndefined();
  });

  it.each([
    ['StsToken', { mode: 'StsToken', ...session }, undefined],
    ['no mode at all', session, undefined],
    ['CloudSSO', { mode: 'CloudSSO', ...session, sts_expiration: inAnHour }, '2026-03-01T13:00:00.000Z'],
    ['OAuth', { mode: 'OAuth', ...session, sts_expiration: inAnHour }, '2026-03-01T13:00:00.000Z'],
  ])('with a session (%s) is that session', (_, profile, expiresAt) => {
    const caller = identityOf(profile)?.caller;
    expect(caller).toMatchObject({ accessKeyId: 'STS.1', securityToken: 'token' });
    expect((caller as { expiresAt?: Date }).expiresAt?.toISOString()).toBe(expiresAt);
  });

  it('with a role of its own is the pair and that role', () => {
    const role = { ram_role_arn: 'acs:ram::42:role/dev', ram_session_name: 'alice', expired_seconds: 900 };
    expect(identityOf({ mode: 'RamRoleArn', ...pair, ...role, external_id: 'x' })).toMatchObject({
      caller: { accessKeyId: 'LTAI1' },
      role: { arn: 'acs:ram::42:role/dev', sessionName: 'alice', durationSeconds: 900, externalId: 'x' },
    });
    const plain = identityOf({ mode: 'RamRoleArn', ...pair, ram_role_arn: 'acs:ram::42:role/dev', expired_seconds: 1 });
    expect(plain?.role).toEqual({ arn: 'acs:ram::42:role/dev' });
    expect(() => identityOf({ mode: 'RamRoleArn', ...pair })).toThrow('names no role');
  });

  it('may take its role on with another profile, but not in a circle', () => {
    const chain = { mode: 'ChainableRamRoleArn', source_profile: 'base', ram_role_arn: 'acs:ram::42:role/dev' };
    expect(identityOf(chain, { name: 'base', mode: 'AK', ...pair })).toMatchObject({
      caller: { origin: 'profile base of ~/.aliyun/config.json' },
      role: { arn: 'acs:ram::42:role/dev' },
    });
    expect(() => identityOf(chain, { ...chain, name: 'base', source_profile: 'shop' })).toThrow('cannot be used here');
    expect(() => identityOf({ ...chain, source_profile: 'shop' })).toThrow('cannot be used here');
    expect(() => identityOf(chain)).toThrow('“base”, which cannot be used here');
  });

  it.each([
    ['EcsRamRole', 'works on an ECS instance only (EcsRamRole)', 'fcContainer.credentials.profile'],
    ['External', 'gets its credentials from a program', 'fcContainer.credentials.profile'],
    ['OIDC', 'works where there is an OIDC token only', 'fcContainer.credentials.profile'],
    ['Telepathy', 'is of a mode that is not known here (Telepathy)', 'fcContainer.credentials.profile'],
    ['CloudSSO', 'signs in with a browser (CloudSSO)', 'aliyun sts GetCallerIdentity --profile shop'],
    ['OAuth', 'signs in with a browser (OAuth)', 'aliyun sts GetCallerIdentity --profile shop'],
  ])('that cannot be used here says why: %s', (mode, reason, hint) => {
    expect(() => identityOf({ mode, process_command: 'touch /tmp/x' })).toThrow(
      expect.objectContaining({
        code: 'CredentialsUnavailable',
        message: expect.stringContaining(`The profile shop of ~/.aliyun/config.json ${reason}`) as string,
        hint: expect.stringContaining(hint) as string,
      }),
    );
  });

  it('that signs in with a browser is of no use once its session is nearly over', () => {
    const profile = { mode: 'CloudSSO', ...session, sts_expiration: now.getTime() / 1000 + 200 };
    expect(() => identityOf(profile)).toThrow('no session that lasts');
  });

  it('that was never filled in is none', () => {
    expect(identityOf({ mode: 'AK', access_key_id: '', access_key_secret: '' })).toBeUndefined();
    expect(identityOf({ mode: 'StsToken' })).toBeUndefined();
    expect(identityOf({ mode: 'RamRoleArn' })).toBeUndefined();
  });
});

describe('The configuration of the Alibaba Cloud CLI', () => {
  it('knows its profiles and which one is the current one', () => {
    const text = JSON.stringify({ current: 'b', profiles: [{ name: 'a' }, { name: 'b' }, null, { mode: 'AK' }] });
    expect(readAliyunConfig(`\uFEFF${text}`)).toMatchObject({ current: 'b', names: ['a', 'b'] });
    expect(readAliyunConfig('{}')).toMatchObject({ current: 'default', names: [] });
  });

  it.each(['{"access_key_secret": "s3cret"', '"s3cret"', 's3cret', 'null'])(
    'is not quoted when it is no JSON: %s',
    (text) => {
      const refused = thrownBy(() => readAliyunConfig(text));
      expect(refused).toMatchObject({ code: 'CredentialsUnavailable' });
      expect(inspect(refused, { showHidden: true })).not.toContain('s3cret');
    },
  );
});
