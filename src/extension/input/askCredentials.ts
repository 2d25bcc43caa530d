import type { StoredCredentials } from '../../core/ports/credentials.ts';
import { MultiStep } from './multiStep.ts';

/** Asks for a key pair; the secret parts are not shown while they are typed. */
export async function askCredentials(): Promise<StoredCredentials> {
  let accessKeyId = '';
  let accessKeySecret = '';
  let securityToken = '';
  let accountId = '';
  const needed = (what: string) => (value: string) => (value.trim() === '' ? `${what} is needed.` : undefined);
  await new MultiStep('Store Alibaba Cloud Credentials', 4).run([
    (ask) =>
      ask.text({
        prompt: 'AccessKey ID',
        value: accessKeyId,
        problem: needed('The AccessKey ID'),
        accept: (value) => void (accessKeyId = value.trim()),
      }),
    (ask) =>
      ask.text({
        prompt: 'AccessKey secret',
        value: accessKeySecret,
        isSecret: true,
        problem: needed('The AccessKey secret'),
        accept: (value) => void (accessKeySecret = value.trim()),
      }),
    (ask) =>
      ask.text({
        prompt: 'Security token, of a temporary key pair (may be empty)',
        value: securityToken,
        isSecret: true,
        problem: () => undefined,
        accept: (value) => void (securityToken = value.trim()),
      }),
    (ask) =>
      ask.text({
        prompt: 'Account ID: lets a role be named without its ARN (may be empty)',
        value: accountId,
        placeholder: '1234567890123456',
        problem: (value) => (/^\d*$/.test(value.trim()) ? undefined : 'It is a number.'),
        accept: (value) => void (accountId = value.trim()),
      }),
  ]);
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken && { securityToken }),
    ...(accountId && { accountId }),
  };
}
