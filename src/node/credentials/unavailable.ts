import { FcError } from '../../core/shared/fcError.ts';

/** Why there are no credentials, and what helps. */
export function unavailable(message: string, hint: string): FcError {
  return new FcError('CredentialsUnavailable', message, { hint });
}

/** The next step when a place of the configuration cannot be used here. */
export const chooseAnother =
  'Name another profile in the setting fcContainer.credentials.profile, or set fcContainer.credentials.source to none.';
