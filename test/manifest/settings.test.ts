import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/emulator/settings.ts';
import { argumentsOf } from './declarations.ts';
import { manifest, readText } from './manifest.ts';

const { properties } = manifest.contributes.configuration;
const names = Object.keys(properties);

describe('settings', () => {
  test('are those that are read', () => {
    const read = argumentsOf('src/extension/settings.ts', 'get').map((name) => `fcContainer.${name}`);
    expect(argumentsOf('src/extension/settings.ts', 'getConfiguration')).toEqual(['fcContainer']);
    expect(read.toSorted()).toEqual(names.toSorted());
  });

  test('have the defaults of the core', () => {
    expect(Object.fromEntries(names.map((name) => [name, properties[name]!.default]))).toEqual({
      'fcContainer.engine.address': defaultSettings.engineAddress,
      'fcContainer.build.args': defaultSettings.buildArgs,
      'fcContainer.instance.startTimeout': defaultSettings.startTimeoutSeconds,
      'fcContainer.accountId': defaultSettings.accountId,
    });
  });

  test.each(Object.entries(properties))('%s is explained', (name, { type, scope, markdownDescription, ...setting }) => {
    expect(name).toMatch(/^fcContainer\.([a-z]+\.)?[a-z][A-Za-z]*$/);
    const typeOfDefault = typeof setting.default;
    expect(type).toBe(typeOfDefault);
    expect(['machine', 'machine-overridable', 'window', 'resource']).toContain(scope);
    expect(markdownDescription).toMatch(/^[A-Z].{20,200}\.$/);
    expect(setting).not.toHaveProperty('description');
  });

  test('stand in an order', () => {
    expect(Object.values(properties).map(({ order }) => order)).toEqual(names.map((_, index) => index + 1));
  });

  test('that lead to code of others are not read in an untrusted workspace', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations).toEqual(['fcContainer.engine.address', 'fcContainer.build.args']);
    for (const name of restrictedConfigurations) expect(names).toContain(name);
  });

  test('are explained in the README, every one', () => {
    const readme = readText('README.md');
    for (const name of names) expect(readme).toContain(`\`${name}\``);
  });
});
