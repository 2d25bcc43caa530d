import type { Clock } from '../../core/ports/clock.ts';
import { FcCredentials, type CredentialsSource } from '../../core/ports/credentials.ts';
import { Slots } from '../../core/shared/slots.ts';
import { assumeRole } from './assumeRole.ts';
import type { Identity, RoleToAssume } from './identity.ts';
import { unavailable } from './unavailable.ts';
import { userIdentity, type UserConfiguration } from './userIdentity.ts';

export interface UserCredentialsProps extends UserConfiguration {
  readonly clock: Clock;
  readonly randomHex: (digits: number) => string;
  /** Of the Security Token Service. */
  readonly stsEndpoint?: string;
}

/** Answers for every region; an account is the same in all of them (docs: STS, endpoints). */
const centralSts = 'https://sts.aliyuncs.com';

/**
 * Short-lived credentials out of the user's own Alibaba Cloud configuration. What is short-lived there already is given
 * as it is; a key pair takes on the function's role, as the platform does. Roles are asked for one at a time, and what
 * came of it is kept until shortly before its end.
 */
export function createUserCredentials(props: UserCredentialsProps): CredentialsSource {
  const { clock, stsEndpoint: endpoint = centralSts } = props;
  const oneAtATime = new Slots(1);
  const kept = new Map<string, FcCredentials>();

  const assumed = async (
    caller: Identity['caller'],
    role: RoleToAssume,
    signal: AbortSignal,
  ): Promise<FcCredentials> => {
    const key = JSON.stringify([caller.accessKeyId, role]);
    const leave = await oneAtATime.enter(signal);
    try {
      const before = kept.get(key);
      if (before?.isFresh(clock.now())) return before;
      const credentials = await assumeRole({ ...props, caller, role, endpoint, signal });
      kept.set(key, credentials);
      return credentials;
    } finally {
      leave();
    }
  };

  return {
    async get(request, signal = new AbortController().signal) {
      const identity = await userIdentity(request, props, clock.now());
      const { caller, role } = identity;
      if (role !== undefined) return assumed(caller, role, signal);
      if (caller instanceof FcCredentials) return requireFresh(caller, clock.now());
      if (request.role === undefined || request.role === '') return undefined;
      return assumed(caller, { arn: arnOf(request.role, identity) }, signal);
    },
  };
}

function requireFresh(credentials: FcCredentials, now: Date): FcCredentials {
  if (credentials.isFresh(now)) return credentials;
  throw unavailable(`The ${credentials.origin} is over.`, 'Renew it, then try again.');
}

/**
 * A role may be written as its name alone, and `auto` is the one that Serverless Devs makes (fc3 `src/resources/ram` and
 * `src/base.ts`).
 */
function arnOf(role: string, { accountId, caller }: Identity): string {
  if (/^acs:ram::\d+:role\/.+/i.test(role)) return role;
  const name = role.toLowerCase() === 'auto' ? 'AliyunFCDefaultRole' : role;
  const unknown = role.includes('${')
    ? 'only Serverless Devs can resolve it'
    : accountId === undefined && `the ${caller.origin} does not tell the account`;
  if (unknown !== false)
    throw unavailable(
      `The role “${role}” of the function is no ARN, and ${unknown}.`,
      'Write it into s.yaml as acs:ram::<account id>:role/<name>.',
    );
  return `acs:ram::${accountId}:role/${name}`;
}
