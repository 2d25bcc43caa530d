import { describe, expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { configFile, configWith, foundIn, specOf } from './configText.ts';

const registry = (config: string) => `customContainerConfig:\n  image: shop/hello:v1\n  registryConfig: ${config}`;
const read = (config: string) => specOf(registry(config)).container.registryConfig;

describe('a registry of one’s own', () => {
  it('is reached with credentials, a certificate and a network', () => {
    expect(read('{}')).toEqual({});
    expect(read('{ authConfig: {}, certConfig: {}, networkConfig: {} }')).toEqual({
      authConfig: { hasCredentials: false },
      certConfig: { insecure: false, hasRootCaCert: false },
      networkConfig: {},
    });
    expect(read('{ certConfig: { insecure: true, rootCaCertBase64: LS0t }, networkConfig: { vpcId: vpc-1 } }')).toEqual(
      {
        certConfig: { insecure: true, hasRootCaCert: true },
        networkConfig: { vpcId: 'vpc-1' },
      },
    );
  });

  it.each([
    ['{ userName: robot, password: hush-hush }', { userName: 'robot', hasCredentials: true }],
    ['{ userName: robot, password: "${env(\'HUSH_HUSH\')}" }', { userName: 'robot', hasCredentials: true }],
    ['{ userName: robot, password: "" }', { userName: 'robot', hasCredentials: false }],
    ['{ userName: robot }', { userName: 'robot', hasCredentials: false }],
    ['{ password: hush-hush }', { hasCredentials: false }],
  ])('with %s keeps the user’s name only', (auth, expected) => {
    expect(foundIn(registry(`{ authConfig: ${auth} }`))).toEqual([]);
    expect(read(`{ authConfig: ${auth} }`)).toEqual({ authConfig: expected });
  });

  it.each(['hush-hush', '4711', '[hush-hush]', '{ hush-hush: 4711 }', '"hush-hush${env(\'X\')}"'])(
    'never tells the password %s, right or wrong',
    (password) => {
      const text = configWith(registry(`{ authConfig: { userName: robot, password: ${password} } }`));
      expect(JSON.stringify(readFunctionSpecs(configFile, text))).not.toMatch(/hush|4711/);
    },
  );

  it.each([
    ['shop', 'invalid-type', 'shop', 'registryConfig must be a map of properties'],
    ['{ authConfig: { password: 4711 } }', 'invalid-registry', '4711', 'password must be text, in quotes'],
    ['{ authConfig: { userName: [robot] } }', 'invalid-registry', '[robot]', 'userName must be text'],
    ['{ certConfig: { insecure: "true" } }', 'invalid-type', '"true"', 'without quotes'],
    ['{ certConfig: { rootCaCertBase64: [x] } }', 'invalid-registry', '[x]', 'must be text'],
    ['{ networkConfig: { vpcId: 1 } }', 'invalid-registry', '1', 'with quotes'],
  ])('is wrong with %s', (config, code, token, message) => {
    expect(foundIn(registry(config))).toEqual([[code, token, expect.stringContaining(message)]]);
  });
});
