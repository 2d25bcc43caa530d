import { createDecipheriv, createHash } from 'node:crypto';
import { parse } from 'yaml';
import type { Identity } from './identity.ts';
import { chooseAnother, unavailable } from './unavailable.ts';
import { writtenIdentity } from './writtenIdentity.ts';

/** The key pairs of Serverless Devs. */
export interface AccessFile {
  /** The alias Serverless Devs uses when none is named. */
  readonly current: string;
  readonly names: readonly string[];
  /**
   * Whom an alias stands for; `undefined` when there is none of that name, or it is for another cloud.
   * @throws FcError `CredentialsUnavailable` when it cannot be decrypted
   */
  identity(name: string): Identity | undefined;
}

export const accessFileName = '~/.s/access.yaml';

/**
 * Reads the text of `access.yaml` (package @serverless-devs/credential).
 * @throws FcError `CredentialsUnavailable` when it is not YAML; what the parser says is dropped, because it quotes the file
 */
export function readAccessFile(text: string): AccessFile {
  const entries = new Map(Object.entries(parsed(text)).filter(([, values]) => isMap(values)));
  const marked = [...entries].find(([, values]) => accessValue(values['__default']) === 'true');
  return {
    current: marked?.[0] ?? 'default',
    names: [...entries.keys()],
    identity: (name) => {
      const values = entries.get(name) ?? {};
      const [accessKeyId, accessKeySecret, securityToken, accountId] = [
        'AccessKeyID',
        'AccessKeySecret',
        'SecurityToken',
        'AccountID',
      ].map((key) => accessValue(values[key]));
      const written = { accessKeyId, accessKeySecret, securityToken, accountId };
      if (!Object.values(written).includes(undecipherable))
        return writtenIdentity(written, `access ${name} of ${accessFileName}`);
      const message = `The access “${name}” of ${accessFileName} cannot be decrypted.`;
      throw unavailable(message, 'Add it again with “s config add”.');
    },
  };
}

type Values = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): Readonly<Record<string, Values>> {
  try {
    const content: unknown = parse(text, { logLevel: 'error' }) ?? {};
    if (isMap(content)) return content as Readonly<Record<string, Values>>;
  } catch {
    // told below, without a word of the file
  }
  throw unavailable(`${accessFileName} cannot be read: it is not the YAML that Serverless Devs writes.`, chooseAnother);
}

/**
 * What Serverless Devs encrypts with. It is part of its published source and the same for everybody: it keeps values from
 * being read over a shoulder, and protects nothing.
 */
const passphrase = 'SecretKey123';
/** What OpenSSL, and crypto-js after it, puts in front of the salt. */
const saltMark = 'Salted__';

const undecipherable = Symbol('undecipherable');

/** A value of `access.yaml`; one that is not encrypted is as it is written, as Serverless Devs has it. */
function accessValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.subarray(0, 8).toString('latin1') !== saltMark) return value;
  try {
    // crypto-js `AES.encrypt` with a passphrase: key and IV by OpenSSL's EVP_BytesToKey with MD5
    const { key, iv } = derive(bytes.subarray(8, 16));
    const decipher = createDecipheriv('aes-256-cbc', key, iv);
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString();
  } catch {
    return undecipherable;
  }
}

function derive(salt: Uint8Array): { readonly key: Buffer; readonly iv: Buffer } {
  let block = Buffer.alloc(0);
  let derived = Buffer.alloc(0);
  while (derived.length < 48) {
    block = createHash('md5').update(block).update(passphrase).update(salt).digest();
    derived = Buffer.concat([derived, block]);
  }
  return { key: derived.subarray(0, 32), iv: derived.subarray(32, 48) };
}
