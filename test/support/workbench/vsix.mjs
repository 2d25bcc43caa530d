// @ts-check
import path from 'node:path';
import { tryRun } from '../../../scripts/shared/run.mjs';
import { withTemporaryFolder } from '../../../scripts/shared/temporaryFolder.mjs';

/**
 * Installs a .vsix the way `code --install-extension` does.
 * @param {import('./server.mjs').WorkbenchHost} host
 * @param {string} vsix
 * @param {string} extensionsDir
 */
export async function installVsix(host, vsix, extensionsDir) {
  await withTemporaryFolder('vsix', async (folder) => {
    const places = ['--extensions-dir', extensionsDir, '--server-data-dir', folder];
    const args = [host.serverMain, '--install-extension', path.resolve(vsix), '--force', ...places];
    const { code, output } = await tryRun(host.node, [...args, '--accept-server-license-terms'], {
      env: { ...process.env, HOME: folder },
      timeoutMs: 60_000,
    });
    // An extension that does not fit this VS Code is refused in words, not always by the exit code.
    if (code !== 0 || !output.includes('successfully installed'))
      throw new Error(`${vsix} was not installed:\n${output}`);
  });
}
