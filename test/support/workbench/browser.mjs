// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-quic',
  '--disable-sync',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--mute-audio',
  '--password-store=basic',
  '--use-mock-keychain',
  // Nothing but this machine can be found, so nothing in a run depends on, or tells, anybody outside.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * @param {import('./server.mjs').WorkbenchHost} host
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser(host) {
  return chromium.launch({ executablePath: host.chromium, headless: true, timeout: 60_000, args: flags });
}

/**
 * A page in a profile of its own. Webviews are served by a service worker, so those must be allowed.
 * @param {import('playwright-core').Browser} browser
 */
export async function newPage(browser) {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    serviceWorkers: 'allow',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return context.newPage();
}

/**
 * A browser that hangs while closing must not hold up a run; Playwright ends its process with ours.
 * @param {import('playwright-core').Browser | undefined} browser
 */
export async function closeBrowser(browser) {
  await Promise.race([browser?.close().catch(() => {}), sleep(5_000, undefined, { ref: false })]);
}
