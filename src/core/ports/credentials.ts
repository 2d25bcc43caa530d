import { inspect } from 'node:util';

/** How long before their end credentials are not given out any more: a call that begins with them should end with them. */
const marginMs = 5 * 60 * 1000;

export interface FcCredentialsParts {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  /** When they end; absent where the configuration they come from does not say. */
  readonly expiresAt?: Date | undefined;
  /** Where they come from and whose they are, for the log: a role, a profile. Never a secret. */
  readonly origin: string;
}

/**
 * Short-lived credentials, as Function Compute gives them to a function with a role (docs: custom container, common
 * request headers; environment variables). Long-lived key pairs are never one of these. The secret parts are told to
 * whoever asks for them by name; logging, printing or serializing the whole shows only where they come from.
 */
export class FcCredentials {
  readonly origin: string;
  readonly expiresAt: Date | undefined;
  readonly #parts: FcCredentialsParts;

  constructor(parts: FcCredentialsParts) {
    this.#parts = parts;
    this.origin = parts.origin;
    this.expiresAt = parts.expiresAt;
  }

  get accessKeyId(): string {
    return this.#parts.accessKeyId;
  }

  get accessKeySecret(): string {
    return this.#parts.accessKeySecret;
  }

  get securityToken(): string {
    return this.#parts.securityToken;
  }

  /** Whether they are good for a while yet: until five minutes before their end. */
  isFresh(now: Date): boolean {
    return this.expiresAt === undefined || this.expiresAt.getTime() - now.getTime() > marginMs;
  }

  toString(): string {
    const until = this.expiresAt === undefined ? '' : ` until ${this.expiresAt.toISOString()}`;
    return `credentials of ${this.origin}${until}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return `<${this.toString()}>`;
  }
}

/** A key pair the editor keeps for a person, as JSON in its SecretStorage. */
export interface StoredCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  /** Lets a role be named without its ARN. */
  readonly accountId?: string;
}

/** Whose credentials, and for whom. */
export interface CredentialsRequest {
  /** What the settings name: a profile of the Alibaba Cloud CLI or an alias of Serverless Devs; empty: nothing. */
  readonly profile: string;
  /** The alias the function's `s.yaml` names as `access`. */
  readonly access?: string;
  /** The function's role: an ARN, or the name of a role of the account. */
  readonly role?: string;
}

/** The user's own Alibaba Cloud configuration. */
export interface CredentialsSource {
  /**
   * Short-lived credentials for a function: those of its role. Cheap when asked again, until shortly before they end.
   * @returns `undefined` when the function has no role and the configuration holds only a long-lived key pair, which
   *   never gets into a container: as in the cloud, such a function has no credentials
   * @throws FcError `CredentialsUnavailable` with what is missing or what Alibaba Cloud answered; AbortError
   */
  get(request: CredentialsRequest, signal?: AbortSignal): Promise<FcCredentials | undefined>;
}
