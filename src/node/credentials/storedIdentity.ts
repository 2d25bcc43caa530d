import type { Identity } from './identity.ts';
import { unavailable } from './unavailable.ts';
import { writtenIdentity } from './writtenIdentity.ts';

/** What the editor's SecretStorage holds, as JSON. */
export interface StoredCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  /** Lets a role be named without its ARN. */
  readonly accountId?: string;
}

/** @throws FcError `CredentialsUnavailable` when something else is stored */
export function storedIdentity(stored: string): Identity {
  const origin = "the editor's secret storage";
  try {
    const identity = writtenIdentity({ ...(JSON.parse(stored) as Partial<StoredCredentials> | null) }, origin);
    if (identity) return identity;
  } catch {
    // told below, without a word of what is stored
  }
  throw unavailable(`What is in ${origin} is no key pair.`, 'Store the key pair again.');
}
