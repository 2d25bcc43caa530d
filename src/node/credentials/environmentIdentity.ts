import type { Identity } from './identity.ts';
import { writtenIdentity } from './writtenIdentity.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Families of names, the first complete one counts: that of the SDKs, the older ones the Alibaba Cloud CLI still reads
 * (its `config/profile.go`), and that of Serverless Devs, which wants the account as well (@serverless-devs/credential).
 */
const families = [
  ...['ALIBABA_CLOUD', 'ALIBABACLOUD', 'ALICLOUD'].map((prefix) => ({
    accessKeyId: `${prefix}_ACCESS_KEY_ID`,
    accessKeySecret: `${prefix}_ACCESS_KEY_SECRET`,
    securityToken: `${prefix}_SECURITY_TOKEN`,
  })),
  {
    accessKeyId: 'AccessKeyID',
    accessKeySecret: 'AccessKeySecret',
    securityToken: 'SecurityToken',
    accountId: 'AccountID',
  },
];

/** The identity in the variables this process was started with. */
export function environmentIdentity(environment: Environment): Identity | undefined {
  for (const names of families) {
    const written = Object.fromEntries(Object.entries(names).map(([part, name]) => [part, environment[name]]));
    const identity = writtenIdentity(written, `environment variable ${names.accessKeyId}`);
    if (identity !== undefined && !('accountId' in names && identity.accountId === undefined)) return identity;
  }
  return undefined;
}
