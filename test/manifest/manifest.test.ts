import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inRepository, manifest, readText } from './manifest.ts';

describe('the manifest', () => {
  test('names the extension', () => {
    const { name, publisher, displayName } = manifest;
    expect({ name, publisher, displayName }).toEqual({
      name: 'fc-containers',
      publisher: 'fc-containers',
      displayName: 'Function Compute Containers',
    });
  });

  test('runs on every VS Code its types describe, from 1.100 or older on', () => {
    const types = /^(\d+)\.(\d+)\.\d+$/.exec(manifest.devDependencies['@types/vscode'] ?? '');
    expect(manifest.engines.vscode).toBe(`^${types?.[1]}.${types?.[2]}.0`);
    expect(Number(types?.[1])).toBe(1);
    expect(Number(types?.[2])).toBeLessThanOrEqual(100);
  });

  test('runs where the files and the engine are', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest).not.toHaveProperty('browser');
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
    expect(manifest.capabilities.virtualWorkspaces.description).toMatch(/\.$/);
  });

  test('does not wake the extension where it has nothing to do', () => {
    expect(manifest.activationEvents).toEqual([
      'workspaceContains:**/s.yaml',
      'workspaceContains:**/s.yml',
      'onLanguage:dockerfile',
    ]);
  });

  test('says what an untrusted workspace may still do', () => {
    const { supported, description } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect(description).toMatch(/trusted\.$/);
  });

  test('names files that exist', () => {
    const icon = inRepository(manifest.icon);
    expect(existsSync(icon), manifest.icon).toBe(true);
    expect(manifest.main).toBe('./dist/extension.cjs'); // `package.test.ts` builds it
  });

  test('comes with a lock file that names no registry', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as { packages: Record<string, object> };
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(Object.entries(packages).filter(([, entry]) => 'resolved' in entry)).toEqual([]);
  });
});
