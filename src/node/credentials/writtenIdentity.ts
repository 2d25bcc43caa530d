import { FcCredentials } from '../../core/ports/credentials.ts';
import { KeyPair, type Identity } from './identity.ts';

/** What stands in a file or in variables, whatever it is. */
export interface WrittenIdentity {
  readonly accessKeyId?: unknown;
  readonly accessKeySecret?: unknown;
  readonly securityToken?: unknown;
  readonly accountId?: unknown;
  readonly expiresAt?: Date | undefined;
}

/** A key pair, or credentials when there is a token too; `undefined` when it is not complete. */
export function writtenIdentity(written: WrittenIdentity, origin: string): Identity | undefined {
  const accessKeyId = textOf(written.accessKeyId);
  const accessKeySecret = textOf(written.accessKeySecret);
  const securityToken = textOf(written.securityToken);
  const accountId = textOf(written.accountId);
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined;
  const pair = { accessKeyId, accessKeySecret, origin };
  const caller =
    securityToken === undefined
      ? new KeyPair(pair)
      : new FcCredentials({ ...pair, securityToken, expiresAt: written.expiresAt });
  return { caller, ...(accountId === undefined ? {} : { accountId }) };
}

/** Text that says something, without the blanks that copying brings along. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}
