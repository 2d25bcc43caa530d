import type { StoredCredentials } from '../../core/ports/credentials.ts';
import type { Identity } from './identity.ts';
import { unavailable } from './unavailable.ts';
import { writtenIdentity } from './writtenIdentity.ts';

/**
 * @param stored `StoredCredentials` as JSON
 * @throws FcError `CredentialsUnavailable` when something else is stored
 */
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
