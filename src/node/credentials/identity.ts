import { inspect } from 'node:util';
import type { FcCredentials } from '../../core/ports/credentials.ts';

/** Who the user is to Alibaba Cloud, as one place of their configuration says. */
export interface Identity {
  readonly caller: KeyPair | FcCredentials;
  /** A role the configuration itself takes on: what it comes to is short-lived, whatever the caller is. */
  readonly role?: RoleToAssume;
  /** The account, where the configuration says so. */
  readonly accountId?: string | undefined;
}

export interface RoleToAssume {
  readonly arn: string;
  readonly sessionName?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
}

interface KeyPairParts {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly origin: string;
}

/** A long-lived key pair. It signs requests for short-lived credentials and gets nowhere else; it does not print itself. */
export class KeyPair {
  /** Where it is written. */
  readonly origin: string;
  /** There is none, unlike with short-lived credentials. */
  readonly securityToken = undefined;
  readonly #parts: KeyPairParts;

  constructor(parts: KeyPairParts) {
    this.#parts = parts;
    this.origin = parts.origin;
  }

  get accessKeyId(): string {
    return this.#parts.accessKeyId;
  }

  get accessKeySecret(): string {
    return this.#parts.accessKeySecret;
  }

  toString(): string {
    return `key pair of ${this.origin}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return `<${this.toString()}>`;
  }
}
