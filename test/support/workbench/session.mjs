// @ts-check
import { closeBrowser, launchBrowser, newPage } from './browser.mjs';
import { startServer, workbenchUrl } from './server.mjs';
import { Workbench } from './workbench.mjs';

/**
 * A person at a workbench: server, page, page object.
 * @typedef {object} Session
 * @property {import('./server.mjs').Server} server
 * @property {import('playwright-core').Browser} browser
 * @property {import('playwright-core').Page} page
 * @property {Workbench} workbench
 * @property {() => Promise<void>} close ends all that was started
 */

/**
 * Opens a folder in a fresh VS Code.
 * @param {import('./server.mjs').WorkbenchHost} host
 * @param {{ folder: string, actionLimitMs?: number } & import('./server.mjs').ServerOptions} options
 * @returns {Promise<Session>}
 */
export async function openSession(host, { folder, actionLimitMs, ...serverOptions }) {
  const server = await startServer(host, serverOptions);
  /** @type {import('playwright-core').Browser | undefined} */
  let browser;
  const close = async () => {
    await closeBrowser(browser);
    await server.stop();
  };
  try {
    browser = await launchBrowser(host);
    const page = await newPage(browser);
    const workbench = new Workbench(page, actionLimitMs);
    await page.goto(workbenchUrl(server, { folder }), { waitUntil: 'commit' });
    await workbench.ready();
    return { server, browser, page, workbench, close };
  } catch (error) {
    await close();
    throw error;
  }
}
