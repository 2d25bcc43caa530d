// @ts-check
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTemporaryFolder } from '../../../scripts/shared/temporaryFolder.mjs';
import { closeBrowser, launchBrowser, newPage } from './browser.mjs';
import { startServer, workbenchUrl } from './server.mjs';
import { installVsix } from './vsix.mjs';

/**
 * @typedef {object} TestsModuleRun
 * @property {string} module absolute path of a CommonJS file that exports `run(): Promise<void>`
 * @property {string} vsix the extension, which is installed
 * @property {string} [workspace] folder to open; the run gets a copy of its own, so that it may write to it
 * @property {boolean} [trusted]
 * @property {Record<string, unknown>} [settings]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] limit for the whole run
 * @property {string} [keepIn] where VS Code's logs and a screenshot are put when the run does not finish
 * @property {(event: any) => void} [onEvent]
 */

/**
 * Runs a module inside VS Code's real Node extension host, beside the installed extension.
 *
 * The module reports by appending JSON lines to the file `$FC_HOST_EVENTS`. That way is apart from VS Code's own end of
 * a run, so that what was reported survives an extension host that is killed.
 * @param {import('./server.mjs').WorkbenchHost} host
 * @param {TestsModuleRun} run
 * @returns {Promise<{ events: any[], failure?: string }>} `failure`: why the run did not come to its end
 */
export async function runTestsModule(host, run) {
  const scratch = await makeTemporaryFolder('host-run');
  const extensionsDir = path.join(scratch.folder, 'extensions');
  const workspace = path.join(scratch.folder, 'workspace');
  const eventsFile = path.join(scratch.folder, 'events.jsonl');
  /** @type {import('./server.mjs').Server | undefined} */
  let server;
  /** @type {import('playwright-core').Browser | undefined} */
  let browser;
  try {
    await mkdir(workspace);
    if (run.workspace) await cp(run.workspace, workspace, { recursive: true });
    await writeFile(eventsFile, '');
    await installVsix(host, run.vsix, extensionsDir);
    server = await startServer(host, {
      extensionsDir,
      settings: run.settings,
      trusted: run.trusted,
      testDriver: true,
      env: { ...run.env, FC_HOST_EVENTS: eventsFile },
    });
    browser = await launchBrowser(host);
    const page = await newPage(browser);
    const events = followEvents(eventsFile, run.onEvent);
    const ending = endOfRun(page, server, run.timeoutMs ?? 240_000);
    const url = workbenchUrl(server, {
      folder: workspace,
      extensionDevelopmentPath: await emptyExtension(path.join(scratch.folder, 'driver')),
      extensionTestsPath: run.module,
    });
    const opened = page.goto(url, { waitUntil: 'commit' }).then(() => ending);
    const failure = await Promise.race([ending, opened]).catch((error) => `the page did not open: ${error.message}`);
    if (failure && run.keepIn) await keepEvidence(run.keepIn, page, server);
    return { events: events.stop(), failure };
  } catch (error) {
    return { events: [], failure: /** @type {Error} */ (error).message };
  } finally {
    await closeBrowser(browser);
    await server?.stop();
    await scratch.remove();
  }
}

/**
 * The first of the ways in which a run ends. Undefined is the good one: VS Code says that `run()` has settled.
 * @param {import('playwright-core').Page} page
 * @param {import('./server.mjs').Server} server
 * @param {number} timeoutMs
 * @returns {Promise<string | undefined>}
 */
async function endOfRun(page, server, timeoutMs) {
  const over = new AbortController();
  const settled = new Promise((resolve) => {
    // The workbench calls this hook when a test run ends.
    void page.exposeFunction('codeAutomationExit', () => resolve(undefined));
    page.on('crash', () => resolve('the browser page crashed'));
    page
      .context()
      .browser()
      ?.on('disconnected', () => resolve('the browser went away'));
  });
  const timeout = sleep(timeoutMs, `it did not end within ${timeoutMs / 1000} s`, { signal: over.signal });
  const died = deathOfExtensionHost(server, over.signal);
  try {
    return /** @type {string | undefined} */ (await Promise.race([settled, timeout, died]));
  } finally {
    over.abort();
    await Promise.allSettled([timeout, died]);
  }
}

/**
 * A dead extension host never calls the hook; the server's log tells of it at once. The short wait is for the hook of a
 * run that ended in the same moment.
 * @param {import('./server.mjs').Server} server
 * @param {AbortSignal} signal
 */
async function deathOfExtensionHost(server, signal) {
  for (;;) {
    await sleep(500, undefined, { signal });
    const line = /Extension Host Process exited with code: [^\n]*/.exec(server.log())?.[0];
    if (!line) continue;
    await sleep(1_500, undefined, { signal });
    return line;
  }
}

/**
 * @param {string} file
 * @param {(event: any) => void} [onEvent]
 */
function followEvents(file, onEvent) {
  /** @type {any[]} */
  const events = [];
  let offset = 0;
  let rest = Buffer.alloc(0);
  const read = () => {
    const size = statSync(file).size;
    if (size <= offset) return;
    const added = Buffer.alloc(size - offset);
    const descriptor = openSync(file, 'r');
    offset += readSync(descriptor, added, 0, added.length, offset);
    closeSync(descriptor);
    rest = Buffer.concat([rest, added]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const event = JSON.parse(rest.subarray(0, end).toString('utf8'));
      rest = rest.subarray(end + 1);
      events.push(event);
      onEvent?.(event);
    }
  };
  const timer = setInterval(read, 100);
  const stop = () => {
    clearInterval(timer);
    read();
    return events;
  };
  return { stop };
}

/**
 * VS Code runs tests only beside an extension under development. Ours is installed, so this one is empty.
 * @param {string} folder
 */
async function emptyExtension(folder) {
  await mkdir(folder);
  const manifest = { name: 'driver', publisher: 'fc-containers-tests', version: '0.0.1', engines: { vscode: '*' } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/**
 * @param {string} folder
 * @param {import('playwright-core').Page} page
 * @param {import('./server.mjs').Server} server
 */
async function keepEvidence(folder, page, server) {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, 'at-the-end.png'), timeout: 5_000 }).catch(() => {});
  await writeFile(path.join(folder, 'server.log'), server.log());
  await cp(server.logsFolder, path.join(folder, 'logs'), { recursive: true }).catch(() => {});
}
