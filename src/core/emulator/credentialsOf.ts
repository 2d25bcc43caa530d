import type { FcCredentials } from '../ports/credentials.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import type { EmulatorContext } from './emulatorContext.ts';

/**
 * Short-lived credentials of the person's own for a function's role; none when the settings do not ask for them.
 * @throws FcError `CredentialsUnavailable`; AbortError
 */
export async function credentialsOf(
  { settings, credentials }: EmulatorContext,
  { role, access }: FunctionSpec,
  signal: AbortSignal | undefined,
): Promise<FcCredentials | undefined> {
  const { source, profile } = settings().credentials;
  if (source === 'none') return undefined;
  return credentials.get({ profile, ...(role && { role }), ...(access && { access }) }, signal);
}

/**
 * Credentials end while an instance lives: the headers of its calls carry new ones then, as the platform's do. Its
 * environment keeps the old ones (docs: environment variables, temporary keys expire).
 * @throws FcError `CredentialsUnavailable`; AbortError
 */
export async function refreshCredentials(
  context: EmulatorContext,
  instance: RunningInstance,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { identity, spec } = instance;
  const { credentials } = identity;
  if (credentials === undefined || credentials.isFresh(context.clock.now())) return;
  instance.identity = { ...identity, credentials: await credentialsOf(context, spec, signal) };
}
