import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/emulator/settings.ts';
import { argumentsOf } from './declarations.ts';
import { manifest, readText } from './manifest.ts';

const { properties } = manifest.contributes.configuration;
const names = Object.keys(properties);

describe('settings', () => {
  test('are those that are read', () => {
    const read = argumentsOf('src/extension/settings.ts', 'read').map((name) => `fcContainer.${name}`);
    expect(argumentsOf('src/extension/settings.ts', 'getConfiguration')).toEqual(['fcContainer']);
    expect(read.toSorted()).toEqual(names.toSorted());
  });

  test('have the defaults of the core', () => {
    const { gateway, credentials, ...own } = defaultSettings;
    expect(Object.fromEntries(names.map((name) => [name, properties[name]!.default]))).toEqual({
      'fcContainer.engine.address': own.engineAddress,
      'fcContainer.build.args': own.buildArgs,
      'fcContainer.instance.startTimeout': own.startTimeoutSeconds,
      'fcContainer.instance.maxInstances': own.maxInstances,
      'fcContainer.instance.maxQueuedRequests': own.maxQueuedRequests,
      'fcContainer.instance.idleTimeout': own.idleTimeoutSeconds,
      'fcContainer.instance.freeze': own.freeze,
      'fcContainer.image.pullMissing': own.pullMissingImage,
      'fcContainer.gateway.port': gateway.port,
      'fcContainer.gateway.checkSignatures': gateway.checkSignatures,
      'fcContainer.gateway.accessKeyId': gateway.accessKeyId,
      'fcContainer.gateway.accessKeySecret': gateway.accessKeySecret,
      'fcContainer.gateway.defaultDomainRules': gateway.defaultDomainRules,
      'fcContainer.gateway.allowedHosts': gateway.allowedHosts,
      'fcContainer.credentials.source': credentials.source,
      'fcContainer.credentials.profile': credentials.profile,
      'fcContainer.mounts': own.mounts,
      'fcContainer.nonWebFunctions': own.nonWebFunctions,
      'fcContainer.accountId': own.accountId,
    });
  });

  test.each(Object.entries(properties))('%s is explained', (name, { type, scope, markdownDescription, ...setting }) => {
    expect(name).toMatch(/^fcContainer\.([a-z]+\.)?[a-z][A-Za-z]*$/);
    expect(type).toBe(Array.isArray(setting.default) ? 'array' : typeof setting.default);
    expect(['machine', 'machine-overridable', 'window', 'resource']).toContain(scope);
    expect(markdownDescription).toMatch(/^[A-Z].{20,200}\.$/);
    expect(setting).not.toHaveProperty('description');
  });

  test('stand in an order', () => {
    expect(Object.values(properties).map(({ order }) => order)).toEqual(names.map((_, index) => index + 1));
  });

  test('that lead to code of others are not read in an untrusted workspace', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations).toEqual([
      'fcContainer.engine.address',
      'fcContainer.build.args',
      'fcContainer.image.pullMissing',
      'fcContainer.gateway.allowedHosts',
      'fcContainer.mounts',
    ]);
    for (const name of restrictedConfigurations) expect(names).toContain(name);
  });

  test('that hand out credentials cannot be switched on by a folder', () => {
    for (const name of names.filter((name) => name.startsWith('fcContainer.credentials.')))
      expect(properties[name]!.scope).toBe('machine');
  });

  test('are explained in the README, every one', () => {
    const readme = readText('README.md');
    for (const name of names) expect(readme).toContain(`\`${name}\``);
  });
});
