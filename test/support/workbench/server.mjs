// @ts-check
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTemporaryFolder } from '../../../scripts/shared/temporaryFolder.mjs';
import { ProcessGroup } from './processGroup.mjs';
import { quietSettings } from './settings.mjs';

/** @typedef {import('../../../scripts/setup/workbench.mjs').WorkbenchHost} WorkbenchHost */

/**
 * @typedef {object} ServerOptions
 * @property {string} [extensionsDir] where extensions are installed; the server's own empty folder when left out
 * @property {Record<string, unknown>} [settings] user settings, over the quiet ones
 * @property {NodeJS.ProcessEnv} [env] added to the environment, which is also that of the extension host
 * @property {boolean} [trusted] false: folders open in Restricted Mode
 * @property {boolean} [testDriver] lets later versions of VS Code take an extension under development; refuses modals
 * @property {number} [startLimitMs]
 */

/**
 * A running VS Code server.
 * @typedef {object} Server
 * @property {string} origin such as http://127.0.0.1:4711
 * @property {string} folder of its data; removed when it stops
 * @property {string} logsFolder
 * @property {() => string} log what it printed so far
 * @property {() => Promise<void>} stop
 */

/** VS Code must not look anywhere for extensions, updates or news: a run is offline but for the engine. */
const noGallery = JSON.stringify({ serviceUrl: '', itemUrl: '' });

/**
 * Starts VS Code's server on a free port of 127.0.0.1.
 * @param {WorkbenchHost} host
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 */
export async function startServer(host, options = {}) {
  const { folder, remove } = await makeTemporaryFolder('vscode');
  const { settings = {}, trusted = true, extensionsDir = path.join(folder, 'extensions') } = options;
  for (const own of ['home', 'tmp', 'data/User']) await mkdir(path.join(folder, own), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  // The server keeps user settings on its own disk, so they can be there before it starts.
  const all = { ...quietSettings, 'security.workspace.trust.enabled': !trusted, ...settings };
  await writeFile(path.join(folder, 'data/User/settings.json'), JSON.stringify(all, null, 2));

  const logFile = path.join(folder, 'server.log');
  const output = openSync(logFile, 'w');
  const group = new ProcessGroup(host.node, serverArgs(host, folder, extensionsDir, options), {
    env: serverEnvironment(folder, options.env),
    output,
  });
  closeSync(output);
  const log = () => readFileSync(logFile, 'utf8');
  const stop = async () => {
    await group.end();
    await remove();
  };
  try {
    const port = await listeningPort(log, group, options.startLimitMs ?? 30_000);
    return { origin: `http://127.0.0.1:${port}`, folder, logsFolder: path.join(folder, 'data/logs'), log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {WorkbenchHost} host
 * @param {string} folder
 * @param {string} extensionsDir
 * @param {ServerOptions} options
 */
function serverArgs(host, folder, extensionsDir, { trusted = true, testDriver = false }) {
  return [
    host.serverMain,
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', folder, '--extensions-dir', extensionsDir],
    ...[
      '--telemetry-level',
      'off',
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
    ],
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

/**
 * The server gets a HOME and a TMPDIR of its own: nothing of the person's is read, nothing is left behind in /tmp.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} added
 */
function serverEnvironment(folder, added = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  const temporary = path.join(folder, 'tmp');
  const places = { HOME: path.join(folder, 'home'), TMPDIR: temporary, XDG_RUNTIME_DIR: temporary };
  return { ...Object.fromEntries(inherited), ...places, EXTENSIONS_GALLERY: noGallery, ...added };
}

/**
 * @param {() => string} log
 * @param {ProcessGroup} group
 * @param {number} limitMs
 */
async function listeningPort(log, group, limitMs) {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(25)) {
    const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
    if (port) return Number(port);
    if (group.outcome !== undefined) throw new Error(`VS Code's server ended (${group.outcome}):\n${log()}`);
  }
  throw new Error(`VS Code's server did not start within ${limitMs / 1000} s:\n${log()}`);
}

/**
 * What a page opens.
 * @typedef {object} WorkbenchTarget
 * @property {string} [folder] absolute path; an empty window when left out
 * @property {string} [extensionDevelopmentPath] absolute path
 * @property {string} [extensionTestsPath] absolute path
 */

/**
 * The address of a workbench. Extensions and tests are named by `vscode-remote:` paths, which sends them to the server's
 * Node extension host instead of a worker in the browser.
 * @param {Server} server
 * @param {WorkbenchTarget} target
 */
export function workbenchUrl(server, { folder, extensionDevelopmentPath, extensionTestsPath }) {
  const url = new URL(server.origin);
  if (folder) url.searchParams.set('folder', folder);
  else url.searchParams.set('ew', 'true');
  const payload = Object.entries({ extensionDevelopmentPath, extensionTestsPath }).flatMap(([name, file]) =>
    file ? [[name, `vscode-remote://${url.host}${file}`]] : [],
  );
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
