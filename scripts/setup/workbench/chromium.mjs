// @ts-check
import { existsSync } from 'node:fs';
import { findOnPath, tryRun } from '../../shared/run.mjs';
import { canInstall, installPackages } from '../apt.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chromium that runs; installed from apt where there is none.
 * @param {(doing: string) => void} doing
 */
export async function ensureChromium(doing) {
  const found = await findChromium();
  if (found) return found;
  const byHand = "install Chromium or Chrome, or run 'npx playwright-core install chromium'";
  if (!canInstall()) throw new Error(`no Chromium found: ${byHand}`);
  const packages = ['chromium'];
  // Without any font the workbench is drawn without text.
  if (!existsSync('/usr/share/fonts')) packages.push('fonts-dejavu-core');
  doing(`installing ${packages.join(', ')} with apt`);
  await installPackages(packages);
  const installed = await findChromium();
  if (!installed) throw new Error(`the Chromium from apt does not run (Ubuntu's is a snap): ${byHand}`);
  return installed;
}

async function findChromium() {
  const candidates = [findOnPath(...names), ...applications, await downloadedByPlaywright()];
  for (const file of candidates) {
    // Ubuntu's package is a script that asks for a snap: being there is not enough.
    if (file && existsSync(file) && (await runs(file))) return file;
  }
  return undefined;
}

async function downloadedByPlaywright() {
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

/** @param {string} file */
async function runs(file) {
  const { code } = await tryRun(file, ['--version'], { timeoutMs: 20_000 }).catch(() => ({ code: 1 }));
  return code === 0;
}
