// @ts-check
// The invoke view by itself, in a page with the editor's colours. Also by hand: node test/ui/invokeViewPage.mjs
import { fileURLToPath } from 'node:url';
import { checkForm } from './invokeViewPage/formChecks.mjs';
import { checkKeyboard } from './invokeViewPage/keyboardChecks.mjs';
import { checkMemory } from './invokeViewPage/memoryChecks.mjs';
import { checkResult } from './invokeViewPage/resultChecks.mjs';
import { checkRuns } from './invokeViewPage/runChecks.mjs';
import { bundleView } from './invokeViewPage/shell.mjs';
import { checkThemes } from './invokeViewPage/themeChecks.mjs';
import { openView } from './invokeViewPage/view.mjs';

/**
 * @typedef {(title: string, action: () => Promise<void>) => Promise<void>} Step
 * @typedef {(title: string, check: (view: import('./invokeViewPage/view.mjs').View) => Promise<void>,
 *   options?: import('./invokeViewPage/view.mjs').ViewOptions) => Promise<void>} Check one step on a view of its own, in
 *   which nothing may go wrong unseen
 */

/** @param {{ step: Step, page?: import('playwright-core').Page }} tools the browser of `page` is used where there is one */
export default async function run({ step, page }) {
  const bundle = await bundleView();
  const browser = page?.context().browser() ?? (await launchOwnBrowser());
  /** @type {Check} */
  const check = (title, action, options) =>
    step(title, async () => {
      const view = await openView(browser, bundle, options);
      try {
        await action(view);
        if (view.problems.length > 0) throw new Error(`The page complained: ${view.problems.join('\n')}`);
      } finally {
        await view.close();
      }
    });
  try {
    for (const part of [checkForm, checkRuns, checkResult, checkMemory, checkKeyboard, checkThemes]) await part(check);
  } finally {
    if (!page) await browser.close();
  }
}

async function launchOwnBrowser() {
  const { ensureChromium } = await import('../../scripts/setup/workbench/chromium.mjs');
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: await ensureChromium(console.log), args: ['--no-sandbox'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let passed = 0;
  let failed = 0;
  /** @type {Step} */
  const step = async (title, action) => {
    const started = performance.now();
    const error = await action().then(
      () => undefined,
      (reason) => reason,
    );
    const ms = Math.round(performance.now() - started);
    if (error === undefined) passed++;
    else failed++;
    console.log(`${error === undefined ? 'ok  ' : 'FAIL'}  ${title} (${ms} ms)`);
    if (error !== undefined) console.log(error);
  };
  // Each check has a page of its own: by hand all of them run, whatever became of the others.
  await run({ step });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
