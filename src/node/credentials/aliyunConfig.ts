import type { Identity, RoleToAssume } from './identity.ts';
import { chooseAnother, unavailable } from './unavailable.ts';
import { textOf, writtenIdentity } from './writtenIdentity.ts';

/** The configuration of the Alibaba Cloud CLI. */
export interface AliyunConfig {
  /** The profile the CLI uses when none is named. */
  readonly current: string;
  readonly names: readonly string[];
  /**
   * Whom a profile stands for; `undefined` when there is none of that name, or it holds nothing yet.
   * @throws FcError `CredentialsUnavailable` for a profile that cannot be used here
   */
  identity(name: string, now: Date): Identity | undefined;
}

type Profile = Readonly<Record<string, unknown>>;
type SourceProfile = (name: string) => Identity | undefined;

export const aliyunConfigFile = '~/.aliyun/config.json';

/**
 * Reads the text of `config.json` (docs: Alibaba Cloud CLI, configure credentials; field names: its `config/profile.go`).
 * @throws FcError `CredentialsUnavailable` when it is not JSON; what the parser says is dropped, because it quotes the file
 */
export function readAliyunConfig(text: string): AliyunConfig {
  const config = parsed(text);
  const profiles = new Map(
    (Array.isArray(config['profiles']) ? config['profiles'] : []).flatMap((profile: unknown) => {
      const name = textOf((profile as Profile | null)?.['name']);
      return name === undefined ? [] : [[name, profile as Profile] as const];
    }),
  );
  const lookUp = (name: string, now: Date, source: SourceProfile): Identity | undefined => {
    const profile = profiles.get(name);
    return profile && identityOf(profile, name, now, source);
  };
  return {
    current: textOf(config['current']) ?? 'default',
    names: [...profiles.keys()],
    // one profile may build on another one, but not on one that builds on a third
    identity: (name, now) => lookUp(name, now, (source) => lookUp(source, now, () => undefined)),
  };
}

function parsed(text: string): Profile {
  try {
    const config: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof config === 'object' && config !== null) return config as Profile;
  } catch {
    // told below, without a word of the file
  }
  throw unavailable(
    `${aliyunConfigFile} cannot be read: it is not the JSON that the Alibaba Cloud CLI writes.`,
    chooseAnother,
  );
}

/** Why a profile of this mode is of no use here. */
const refusals: Readonly<Record<string, string>> = {
  EcsRamRole: 'works on an ECS instance only',
  RamRoleArnWithRoleName: 'works on an ECS instance only',
  External: 'gets its credentials from a program, which is not run here',
  CredentialsURI: 'gets its credentials from a service of its own, which is not asked here',
  OIDC: 'works where there is an OIDC token only, as in a cluster',
  RsaKeyPair: 'uses an RSA key pair, which is not supported here',
  BearerToken: 'has a bearer token, which no function can use',
  Anonymous: 'has no credentials at all',
};

function identityOf(profile: Profile, name: string, now: Date, sourceProfile: SourceProfile): Identity | undefined {
  const origin = `profile ${name} of ${aliyunConfigFile}`;
  const mode = modeOf(profile);
  switch (mode) {
    case 'AK':
      return callerOf({ ...profile, sts_token: undefined }, origin);
    case 'StsToken':
      return callerOf(profile, origin);
    case 'RamRoleArn': {
      const caller = callerOf({ ...profile, sts_token: undefined }, origin);
      return caller && { ...caller, role: roleOf(profile, origin) };
    }
    case 'ChainableRamRoleArn': {
      const source = textOf(profile['source_profile']) ?? '';
      const caller = sourceProfile(source);
      if (caller !== undefined && caller.role === undefined) return { ...caller, role: roleOf(profile, origin) };
      throw unavailable(`The ${origin} builds on the profile “${source}”, which cannot be used here.`, chooseAnother);
    }
    case 'CloudSSO':
    case 'OAuth': {
      const session = callerOf(profile, origin);
      if (session !== undefined && 'isFresh' in session.caller && session.caller.isFresh(now)) return session;
      throw unavailable(
        `The ${origin} signs in with a browser (${mode}), and there is no session that lasts.`,
        `Run “aliyun sts GetCallerIdentity --profile ${name}”, which signs in again, and then try again.`,
      );
    }
    default: {
      const reason = refusals[mode] ?? 'is of a mode that is not known here';
      throw unavailable(`The ${origin} ${reason} (${mode}).`, chooseAnother);
    }
  }
}

const modes = ['AK', 'StsToken', 'RamRoleArn', 'ChainableRamRoleArn', 'CloudSSO', 'OAuth', ...Object.keys(refusals)];

/** The CLI takes modes in any case, and without one goes by what is written. */
function modeOf(profile: Profile): string {
  const written = textOf(profile['mode']) ?? (textOf(profile['sts_token']) === undefined ? 'AK' : 'StsToken');
  return modes.find((mode) => mode.toLowerCase() === written.toLowerCase()) ?? written;
}

function callerOf(profile: Profile, origin: string): Identity | undefined {
  const expiration = profile['sts_expiration'];
  return writtenIdentity(
    {
      accessKeyId: profile['access_key_id'],
      accessKeySecret: profile['access_key_secret'],
      securityToken: profile['sts_token'],
      expiresAt: typeof expiration === 'number' && expiration > 0 ? new Date(expiration * 1000) : undefined,
    },
    origin,
  );
}

function roleOf(profile: Profile, origin: string): RoleToAssume {
  const arn = textOf(profile['ram_role_arn']);
  if (arn === undefined)
    throw unavailable(`The ${origin} names no role.`, 'Set its ram_role_arn with “aliyun configure”.');
  const seconds = profile['expired_seconds'];
  return {
    arn,
    sessionName: textOf(profile['ram_session_name']),
    externalId: textOf(profile['external_id']),
    // less than 900 is refused (docs: AssumeRole)
    durationSeconds: typeof seconds === 'number' && seconds >= 900 ? seconds : undefined,
  };
}
