// @ts-check
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../shared/lock.mjs';
import { inCache } from '../shared/repository.mjs';
import { step } from '../shared/say.mjs';
import { ensureChromium } from './workbench/chromium.mjs';
import { installServer } from './workbench/vscodeServer.mjs';

/**
 * A real VS Code, served to a real browser.
 * @typedef {object} WorkbenchHost
 * @property {true} available
 * @property {string} serverMain entry of VS Code's server
 * @property {string} node the Node that runs it
 * @property {string} chromium empty when no browser was asked for
 * @property {{ vscode: string, commit: string, node: string }} versions
 */

/** @typedef {import('./engine.mjs').Unavailable} Unavailable */

/** The oldest VS Code that serves a folder under development without a special mode; runs on Node 20. */
const codeServer = '4.100.3';
/** To be raised when the steps of the installation change, so that older installations are made again. */
const recipe = 1;

/**
 * Makes VS Code's server and a Chromium ready, from npm and apt. Done once, then found in the cache.
 * @param {{ browser?: boolean }} [needs]
 * @returns {Promise<WorkbenchHost | Unavailable>}
 */
export function ensureWorkbench({ browser = true } = {}) {
  return step(
    'workbench',
    async (doing) => {
      try {
        if (process.platform === 'win32') throw new Error("VS Code's server is installed on Linux and macOS only");
        return await findOrInstall(browser, doing);
      } catch (error) {
        return { available: false, reason: /** @type {Error} */ (error).message };
      }
    },
    describe,
  );
}

/**
 * @param {boolean} browser
 * @param {(doing: string) => void} doing
 * @returns {Promise<WorkbenchHost>}
 */
async function findOrInstall(browser, doing) {
  const folder = inCache(`vscode-${codeServer}`);
  const installed = await readStamp(folder, browser);
  if (installed) return installed;
  await withLock(
    `${folder}.lock`,
    async () => {
      if (await readStamp(folder, browser)) return;
      const [server, chromium] = await Promise.allSettled([
        findOrInstallServer(folder, doing),
        browser ? ensureChromium(doing) : '',
      ]);
      if (server.status === 'rejected') throw server.reason;
      // A server is worth keeping without a browser: `npm start` needs only that.
      await writeStamp(folder, {
        ...server.value,
        chromium: chromium.status === 'fulfilled' ? chromium.value : '',
        recipe,
      });
      if (chromium.status === 'rejected') throw chromium.reason;
    },
    () => doing('another process is installing it'),
  );
  const host = await readStamp(folder, browser);
  if (!host) throw new Error(`the installation in ${folder} is not complete`);
  return host;
}

/**
 * Everything is made in a folder beside the real one, which is then renamed: an installation that was interrupted never
 * looks like a finished one.
 * @param {string} folder
 * @param {(doing: string) => void} doing
 */
async function findOrInstallServer(folder, doing) {
  const installed = await readStamp(folder, false);
  if (installed) return JSON.parse(await readFile(stampOf(folder), 'utf8'));
  await removeLeftovers(folder);
  const partial = await mkdtemp(`${folder}.partial-`);
  const server = await installServer(codeServer, partial, doing);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  return server;
}

/**
 * What an earlier attempt has left. A process of it may still be writing there: then it goes the next time.
 * @param {string} folder
 */
async function removeLeftovers(folder) {
  const parent = path.dirname(folder);
  const names = (await readdir(parent)).filter((name) => name.startsWith(`${path.basename(folder)}.partial-`));
  for (const name of names) await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => {});
}

/**
 * The stamp holds paths relative to the folder, so that the cache may be moved.
 * @param {string} folder
 * @param {boolean} browser
 * @returns {Promise<WorkbenchHost | undefined>}
 */
async function readStamp(folder, browser) {
  if (!existsSync(stampOf(folder))) return undefined;
  const stamp = JSON.parse(await readFile(stampOf(folder), 'utf8'));
  const serverMain = path.resolve(folder, stamp.serverMain);
  const node = path.resolve(folder, stamp.node);
  const { chromium, versions } = stamp;
  const needed = browser ? [serverMain, node, chromium] : [serverMain, node];
  if (stamp.recipe !== recipe || !needed.every((file) => existsSync(file))) return undefined;
  // The machine's Node was updated in place: the native modules were compiled for the earlier one.
  if (node === process.execPath && versions.node !== process.version) return undefined;
  return { available: true, serverMain, node, chromium, versions };
}

/**
 * @param {string} folder
 * @param {object} stamp
 */
async function writeStamp(folder, stamp) {
  await writeFile(`${stampOf(folder)}.new`, JSON.stringify(stamp, null, 2));
  await rename(`${stampOf(folder)}.new`, stampOf(folder));
}

/** @param {string} folder */
const stampOf = (folder) => path.join(folder, 'host.json');

/** @param {WorkbenchHost | Unavailable} host */
function describe(host) {
  if (!host.available) return `not available: ${host.reason}`;
  return `VS Code ${host.versions.vscode} on Node ${host.versions.node.slice(1)}${host.chromium ? ', Chromium' : ''}`;
}
