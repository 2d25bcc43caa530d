// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runInExtensionHost } from '../../test/support/workbench/extensionHost.mjs';
import { extensionTestsFolder } from '../build/bundles.mjs';
import { inRepository } from '../shared/repository.mjs';
import { printResult } from './results.mjs';

/**
 * Runs test/extension inside a real extension host, on the packaged extension. The folder that is open is a copy of
 * test/fixtures/workspace.
 * @param {string | undefined} grep
 * @param {import('./tier.mjs').TierTools} tools
 */
export async function runExtensionTests(grep, { host, vsix, dockerHost, settings }) {
  if (!existsSync(extensionTestsFolder)) return [];
  const names = readdirSync(extensionTestsFolder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.test.cjs')).sort();
  const workspace = inRepository('test/fixtures/workspace');
  return runInExtensionHost(host, {
    vsix,
    settings,
    grep,
    files: files.map((name) => path.join(extensionTestsFolder, name)),
    workspace: existsSync(workspace) ? workspace : undefined,
    env: { DOCKER_HOST: dockerHost },
    keepIn: inRepository('out/test/extension-host'),
    onResult: printResult,
  });
}
