import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CredentialsRequest, CredentialsSource, FcCredentials } from '../../../../src/core/ports/credentials.ts';
import { createUserCredentials, type UserCredentialsProps } from '../../../../src/node/credentials/userCredentials.ts';
import { nodeFileSystem } from '../../../../src/node/nodeFileSystem.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { encrypted } from './encrypted.ts';
import { StsServer } from './stsServer.ts';

const role = 'acs:ram::42:role/orders';
const keys = ['environment', 'older', 'cli', 'cli-shop', 's-default', 's-shop', 'stored'];

let home: string;
let clock: FakeClock;
let sts: StsServer;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fc-home-'));
  clock = new FakeClock(new Date('2026-03-01T12:00:00Z'));
  sts = await StsServer.start(Object.fromEntries(keys.map((key) => [key, { secret: `${key}-s3cret` }])), () =>
    clock.now(),
  );
});
afterEach(async () => {
  await sts[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
});

function source(props: Partial<UserCredentialsProps> = {}): CredentialsSource {
  return createUserCredentials({
    files: nodeFileSystem,
    homeFolder: home,
    environment: {},
    clock,
    randomHex: (digits) => randomBytes(digits / 2).toString('hex'),
    stsEndpoint: sts.endpoint,
    ...props,
  });
}

const get = async (
  props: Partial<UserCredentialsProps> = {},
  request: Partial<CredentialsRequest> = {},
): Promise<FcCredentials | undefined> => source(props).get({ profile: '', role, ...request });

/** The same source every time. */
function asking(props: Partial<UserCredentialsProps> = {}) {
  const same = source(props);
  return async (profile: string, of: string, signal?: AbortSignal) => same.get({ profile, role: of }, signal);
}

/** Which key pair took the role on. */
const callerOf = async (...args: Parameters<typeof get>): Promise<string | undefined> => {
  await get(...args);
  return sts.calls.at(-1)?.caller;
};

async function write(path: string, content: string): Promise<void> {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), content);
}

async function writeCli(profiles: readonly object[] = [{ name: 'default' }, { name: 'shop' }]): Promise<void> {
  const filled = profiles.map((profile) => {
    const key = 'name' in profile && profile.name === 'shop' ? 'cli-shop' : 'cli';
    return { mode: 'AK', access_key_id: key, access_key_secret: `${key}-s3cret`, ...profile };
  });
  await write('.aliyun/config.json', JSON.stringify({ current: 'default', profiles: filled }));
}

async function writeServerlessDevs(names: readonly string[] = ['default', 'shop']): Promise<void> {
  const entry = (name: string): string => `${name}:
  AccountID: ${encrypted('42')}
  AccessKeyID: ${encrypted(`s-${name}`)}
  AccessKeySecret: ${encrypted(`s-${name}-s3cret`)}
`;
  await write('.s/access.yaml', names.map(entry).join(''));
}

const environment = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'environment',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'environment-s3cret',
};
const stored = JSON.stringify({ accessKeyId: 'stored', accessKeySecret: 'stored-s3cret' });
const fromSecretStorage = (): Promise<string> => Promise.resolve(stored);

describe('A key pair is looked for', () => {
  it('in the environment, the CLI, Serverless Devs and the editor, in this order', async () => {
    expect(await callerOf({ fromSecretStorage })).toBe('stored');
    await writeServerlessDevs();
    expect(await callerOf({ fromSecretStorage })).toBe('s-default');
    await writeCli();
    expect(await callerOf({ fromSecretStorage })).toBe('cli');
    expect(await callerOf({ fromSecretStorage, environment })).toBe('environment');
  });

  it('in the environment by its older names too, and never half by one and half by another', async () => {
    const older = { ALICLOUD_ACCESS_KEY_ID: 'older', ALICLOUD_ACCESS_KEY_SECRET: 'older-s3cret' };
    expect(await callerOf({ environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'half', ...older } })).toBe('older');
    const ofServerlessDevs = { AccessKeyID: 'older', AccessKeySecret: 'older-s3cret' };
    expect(await callerOf({ environment: { ...ofServerlessDevs, AccountID: '42' } })).toBe('older');
    await expect(get({ environment: ofServerlessDevs })).rejects.toMatchObject({ code: 'CredentialsUnavailable' });
  });

  it('where the function’s s.yaml says, as a deploy would', async () => {
    await writeCli();
    await writeServerlessDevs();
    expect(await callerOf({}, { access: 'default' })).toBe('s-default');
    expect(await callerOf({}, { access: 'shop' })).toBe('s-shop');
    expect(await callerOf({}, { access: '${aliyun-cli}' })).toBe('cli');
    await writeServerlessDevs([]);
    expect(await callerOf({}, { access: 'default' })).toBe('cli');
    expect(await callerOf({}, { access: 'shop' })).toBe('cli-shop');
  });

  it('where the settings say, before everything else', async () => {
    await writeCli();
    await writeServerlessDevs(['default', 'other', 'shop']);
    expect(await callerOf({ environment }, { profile: 'shop', access: 'default' })).toBe('cli-shop');
    await writeCli([]);
    expect(await callerOf({ environment }, { profile: 'shop', access: 'default' })).toBe('s-shop');
  });

  it('and never taken from somewhere else when the one that was named is not there', async () => {
    await writeCli();
    await writeServerlessDevs();
    const missing = {
      code: 'CredentialsUnavailable',
      message: 'There is no profile “prod” in ~/.aliyun/config.json and no access “prod” in ~/.s/access.yaml.',
      hint: expect.stringMatching(/^There are default, shop\./) as string,
    };
    await expect(get({ environment, fromSecretStorage }, { profile: 'prod' })).rejects.toMatchObject(missing);
    await expect(get({ fromSecretStorage }, { access: 'prod' })).rejects.toMatchObject(missing);
    expect(sts.calls).toEqual([]);
  });

  it('and when there is none at all, the log says where', async () => {
    await expect(get()).rejects.toMatchObject({
      code: 'CredentialsUnavailable',
      message: expect.stringContaining(
        'none in the environment, in ~/.aliyun/config.json, in ~/.s/access.yaml',
      ) as string,
      hint: expect.stringContaining('aliyun configure') as string,
    });
  });

  it('in the profile that the environment names', async () => {
    await writeCli();
    expect(await callerOf({ environment: { ALIBABA_CLOUD_PROFILE: 'shop' } })).toBe('cli-shop');
  });

  it('where the environment says Serverless Devs keeps it', async () => {
    await writeServerlessDevs();
    const elsewhere = { homeFolder: '/nowhere', environment: { serverless_devs_config_home: home } };
    expect(await callerOf(elsewhere)).toBe('s-default');
  });
});

describe('What a function gets', () => {
  it('are the short-lived credentials of its role, never the key pair', async () => {
    const credentials = await get({ environment });
    expect(credentials?.accessKeyId).toMatch(/^STS\./);
    expect(credentials?.accessKeySecret).not.toContain('environment-s3cret');
    expect(sts.calls).toMatchObject([{ roleArn: role, durationSeconds: 3600 }]);
  });

  it('is nothing when it has no role, as in the cloud', async () => {
    expect(await get({ environment }, { role: '' })).toBeUndefined();
    expect(await source({ environment }).get({ profile: '' })).toBeUndefined();
    expect(sts.calls).toEqual([]);
  });

  it('are the session itself where the configuration has one', async () => {
    const session = { ...environment, ALIBABA_CLOUD_SECURITY_TOKEN: 'the-token' };
    expect(await get({ environment: session })).toMatchObject({
      accessKeyId: 'environment',
      securityToken: 'the-token',
      origin: 'environment variable ALIBABA_CLOUD_ACCESS_KEY_ID',
    });
    expect(sts.calls).toEqual([]);
  });

  it('are those of the role that the profile itself takes on', async () => {
    await writeCli([{ name: 'default', mode: 'RamRoleArn', ram_role_arn: 'acs:ram::42:role/dev' }]);
    expect((await get())?.origin).toContain('acs:ram::42:role/dev');
    expect(sts.calls).toMatchObject([{ roleArn: 'acs:ram::42:role/dev' }]);
  });

  it('are those of a role written by its name, in the account of the key pair', async () => {
    await writeServerlessDevs();
    await get({}, { role: 'orders' });
    await get({}, { role: 'auto' });
    expect(sts.calls).toMatchObject([{ roleArn: role }, { roleArn: 'acs:ram::42:role/AliyunFCDefaultRole' }]);
    await expect(get({ environment }, { role: 'orders' })).rejects.toMatchObject({
      message: expect.stringContaining('does not tell the account') as string,
      hint: expect.stringContaining('acs:ram::<account id>:role/<name>') as string,
    });
    await expect(get({}, { role: "${env('ROLE')}" })).rejects.toThrow('only Serverless Devs can resolve it');
  });
});

describe('A role is asked for', () => {
  it('once, until five minutes before its credentials end', async () => {
    const ask = asking({ environment });
    const first = await ask('', role);
    await clock.advance(54 * 60_000);
    expect(await ask('', role)).toBe(first);
    await clock.advance(60_000);
    expect(await ask('', role)).not.toBe(first);
    expect(sts.calls).toHaveLength(2);
  });

  it('once, however many instances start at the same time', async () => {
    const ask = asking({ environment });
    const all = await Promise.all(Array.from({ length: 5 }, async () => ask('', role)));
    expect(new Set(all).size).toBe(1);
    expect(sts.calls).toHaveLength(1);
  });

  it('for every key pair and every role of its own', async () => {
    await writeCli();
    const ask = asking();
    await ask('default', role);
    await ask('shop', role);
    await ask('shop', 'acs:ram::42:role/other');
    await ask('shop', role);
    expect(sts.calls.map(({ caller, roleArn }) => [caller, roleArn.split('/')[1]])).toEqual([
      ['cli', 'orders'],
      ['cli-shop', 'orders'],
      ['cli-shop', 'other'],
    ]);
  });

  it('again after a refusal', async () => {
    const ask = asking({ environment });
    sts.misbehave = (_request, response) => void response.writeHead(503).end();
    await expect(ask('', role)).rejects.toThrow('HTTP 503');
    sts.misbehave = undefined;
    expect(await ask('', role)).toBeDefined();
  });

  it('by one at a time, and whoever goes away does not wait for the other', async () => {
    const ask = asking({ environment });
    let asked = 0;
    sts.misbehave = () => asked++;
    const [first, second] = [new AbortController(), new AbortController()];
    const both = [first, second].map(async ({ signal }) =>
      ask('', role, signal).catch((error: unknown) => (error as Error).name),
    );
    await vi.waitFor(() => expect(asked).toBe(1));
    second.abort();
    expect(await both[1]).toBe('AbortError');
    first.abort();
    expect(await both[0]).toBe('AbortError');
    expect(asked).toBe(1);
  });
});

it('Nothing of the configuration is in an error, whatever is wrong with it', async () => {
  const broken: [string, string][] = [
    ['.aliyun/config.json', '{"profiles":[{"name":"default","access_key_secret":"s3cret",]}'],
    ['.s/access.yaml', 'default: { AccessKeyID: s3cret-id, AccessKeySecret: [s3cret }'],
  ];
  for (const [path, content] of broken) {
    await write(path, content);
    const error = await get().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CredentialsUnavailable' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('s3cret');
    await rm(join(home, path));
  }
  const notStored = await get({ fromSecretStorage: () => Promise.resolve('"s3cret"') }).catch(
    (reason: unknown) => reason,
  );
  expect(notStored).toMatchObject({ code: 'CredentialsUnavailable' });
  expect(inspect(notStored, { depth: 9, showHidden: true })).not.toContain('s3cret');
  await mkdir(join(home, '.s/access.yaml'), { recursive: true });
  await expect(get()).rejects.toMatchObject({ message: '~/.s/access.yaml cannot be read: EISDIR.' });
});
