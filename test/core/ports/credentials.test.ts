import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FcCredentials } from '../../../src/core/ports/credentials.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';

const credentials = new FcCredentials({
  accessKeyId: 'STS.shown-to-nobody',
  accessKeySecret: 'the-secret',
  securityToken: 'the-token',
  expiresAt: new Date('2026-03-01T12:00:00Z'),
  origin: 'acs:ram::42:role/orders',
});
const parted = (value: object): object => Object.assign({}, value);
const secrets = /shown-to-nobody|the-secret|the-token/;

describe('Short-lived credentials', () => {
  it('tell their parts to whoever asks by name', () => {
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    expect([accessKeyId, accessKeySecret, securityToken]).toEqual(['STS.shown-to-nobody', 'the-secret', 'the-token']);
  });

  it.each<[string, (value: FcCredentials) => string]>([
    ['in a template string', (value) => `called with ${String(value)}`],
    ['as JSON', (value) => JSON.stringify({ value, list: [value] })],
    ['on the console', (value) => inspect({ value }, { showHidden: true, depth: 9, getters: true })],
    ['formatted with %o', (value) => inspect([value], { showHidden: true, showProxy: true, depth: 4 })],
    ['as the cause of an error', (value) => inspect(new FcError('ConfigInvalid', 'No.', { cause: value }))],
    ['spread into another object', (value) => JSON.stringify(parted(value)) + inspect(parted(value))],
    ['cloned for another thread', (value) => inspect(structuredClone(parted(value)))],
  ])('say only whose they are %s', (_, shown) => {
    expect(shown(credentials)).not.toMatch(secrets);
    expect(shown(credentials)).toContain('acs:ram::42:role/orders');
  });

  it.each([
    ['2026-03-01T11:54:59Z', true],
    ['2026-03-01T11:55:00Z', false],
    ['2026-03-01T12:30:00Z', false],
  ])('are fresh at %s: %s', (now, fresh) => {
    expect(credentials.isFresh(new Date(now))).toBe(fresh);
  });

  it('whose end nobody knows are taken as they are', () => {
    const endless = new FcCredentials({ accessKeyId: 'a', accessKeySecret: 'b', securityToken: 'c', origin: 'd' });
    expect(endless.isFresh(new Date('2099-01-01'))).toBe(true);
    expect(String(endless)).toBe('credentials of d');
  });
});
