import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readAccessFile } from '../../../../src/node/credentials/accessFile.ts';
import { encrypted } from './encrypted.ts';
import { thrownBy } from './thrownBy.ts';

describe('The key pairs of Serverless Devs', () => {
  it('are decrypted, as in the example of its documentation', () => {
    // README of @serverless-devs/credential, "decrypt": AccessKeyID stands for AccessKeyID, and so on
    const file = readAccessFile(`
default:
  AccessKeyID: U2FsdGVkX1/vUriF3c62TFb2R8qgDP669jsyr6ilyD4=
  AccessKeySecret: U2FsdGVkX1/HygYh+uGL+wxglAQuxDzj/UUARUMW9NE=`);
    const caller = file.identity('default')?.caller;
    expect([caller?.accessKeyId, caller?.accessKeySecret]).toEqual(['AccessKeyID', 'SecretAccessKey']);
    expect(caller?.origin).toBe('access default of ~/.s/access.yaml');
  });

  it('may carry the account and a token, and may stand there as they are', () => {
    const file = readAccessFile(`
plain: { AccessKeyID: LTAI1, AccessKeySecret: s3cret, AccountID: 42 }
session:
  AccessKeyID: ${encrypted('STS.1')}
  AccessKeySecret: ${encrypted('session-secret')}
  SecurityToken: ${encrypted(' a token with blanks around \n')}
  AccountID: ${encrypted('1234567890123456')}`);
    expect(file.identity('plain')).toMatchObject({ accountId: '42', caller: { accessKeySecret: 's3cret' } });
    expect(file.identity('session')).toMatchObject({
      accountId: '1234567890123456',
      caller: { accessKeySecret: 'session-secret', securityToken: 'a token with blanks around' },
    });
  });

  it('have a default: the one chosen with “s config default”, else the one of that name', () => {
    const both = (marked: string): string => `
default: { AccessKeyID: a, AccessKeySecret: b, __default: ${encrypted('false')} }
shop: { AccessKeyID: c, AccessKeySecret: d, __default: ${encrypted(marked)} }`;
    expect(readAccessFile(both('true'))).toMatchObject({ current: 'shop', names: ['default', 'shop'] });
    expect(readAccessFile(both('false')).current).toBe('default');
    expect(readAccessFile('')).toMatchObject({ current: 'default', names: [] });
  });

  it('are none where there is no such alias, or one for another cloud', () => {
    const file = readAccessFile('aws: { AccessKeyID: a, SecretAccessKey: b }\nodd: text');
    for (const name of ['aws', 'odd', 'default', '__proto__', 'constructor'])
      expect(file.identity(name)).toBeUndefined();
  });

  it('that cannot be decrypted say which, and the others can still be used', () => {
    const broken = Buffer.from('Salted__12345678not a block of AES').toString('base64');
    const file = readAccessFile(`
broken: { AccessKeyID: LTAI1, AccessKeySecret: ${broken}, __default: ${broken} }
sound: { AccessKeyID: LTAI2, AccessKeySecret: s3cret }`);
    expect(() => file.identity('broken')).toThrow(
      expect.objectContaining({
        code: 'CredentialsUnavailable',
        message: 'The access “broken” of ~/.s/access.yaml cannot be decrypted.',
      }),
    );
    expect(file.identity('sound')).toBeDefined();
  });

  it.each(['{ AccessKeySecret: s3cret', '- s3cret', 's3cret', 'a: *s3cret'])(
    'are not quoted when the file is none: %s',
    (text) => {
      const refused = thrownBy(() => readAccessFile(text));
      expect(refused).toMatchObject({ code: 'CredentialsUnavailable' });
      expect(inspect(refused, { showHidden: true })).not.toContain('s3cret');
    },
  );
});
