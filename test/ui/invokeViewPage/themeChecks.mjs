// @ts-check
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { answer, binary, crash, functions } from './samples.mjs';
import { themeNames } from './shell.mjs';

const screenshots = fileURLToPath(new URL('../../../out/screenshots/', import.meta.url));

/**
 * Every face of the view.
 * @type {Record<string, (view: import('./view.mjs').View) => Promise<unknown>>}
 */
const states = {
  empty: (view) => view.send({ type: 'functions', functions: [] }),
  failed: async (view) => {
    await view.send(functions);
    await view.invoke((run) => [{ type: 'failed', run, message: 'No engine answers.', hint: 'Start Docker.' }]);
  },
  notFound: (view) => view.invoke((run) => [{ type: 'result', run, result: { ...answer, statusCode: 404 } }]),
  cancelled: (view) => view.invoke((run) => [{ type: 'cancelled', run }]),
  crashed: (view) => view.invoke((run) => [{ type: 'result', run, result: crash }]),
  binary: (view) =>
    view.invoke((run) => [{ type: 'result', run, result: { ...answer, body: { encoding: 'base64', data: binary } } }]),
  faults: async (view) => {
    await view.byId('mode-http').click();
    await view.control('path').fill('orders');
    await view.control('headers').fill('Content-Type: application/json\nnonsense');
  },
  open: (view) => view.byId('function').click(),
  result: async (view) => {
    await view.page.keyboard.press('Escape');
    await view.control('path').fill('/');
    await view.control('headers').fill('');
    await view.byId('mode-event').click();
    await view.invoke((run) => [{ type: 'result', run, result: answer }]);
    await view.byId('result-headers').locator('summary').click();
  },
  running: (view) => view.invoke(() => []),
};

/** @param {import('../invokeViewPage.mjs').Check} check */
export async function checkThemes(check) {
  for (const theme of themeNames) {
    await check(`axe finds nothing in the theme ${theme}`, (view) => audit(view, theme), { theme });
  }
  // 170 is the narrowest side bar, 150 one of 300 at 200 %.
  for (const width of [170, 150]) {
    await check(`nothing is cut off at ${width} pixels`, (view) => measure(view), { width });
  }
  await check('nothing turns for those who asked for less motion', async (view) => {
    await view.send(functions);
    await view.invoke(() => []);
    const animation = () => view.page.locator('.icon-running').evaluate((icon) => getComputedStyle(icon).animationName);
    assert.equal(await animation(), 'turn');
    await view.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await animation(), 'none');
    await view.page.emulateMedia({ reducedMotion: 'no-preference' });
    await view.page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
    assert.equal(await animation(), 'none');
  });
}

/**
 * @param {import('./view.mjs').View} view
 * @param {string} theme
 */
async function audit(view, theme) {
  await view.page.evaluate(axe.source);
  for (const [state, enter] of Object.entries(states)) {
    await enter(view);
    const name = state === 'result' ? `invoke-${theme}` : `invoke-${theme}-${state}`;
    await view.page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true, animations: 'disabled' });
    assert.deepEqual(await violations(view), [], `in the state "${state}"`);
  }
}

/** @param {import('./view.mjs').View} view */
function violations(view) {
  return view.page.evaluate(async () => {
    const { axe } = /** @type {any} */ (window);
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.flatMap((/** @type {any} */ { id, nodes }) =>
      nodes.map((/** @type {any} */ node) => `${id}: ${node.html.slice(0, 120)}\n${node.failureSummary}`),
    );
  });
}

/** @param {import('./view.mjs').View} view */
async function measure(view) {
  for (const [state, enter] of Object.entries(states)) {
    await enter(view);
    assert.ok((await view.overflow()) <= 0, `the page is too wide in the state "${state}"`);
    const cut = await view.page.evaluate(() => {
      const visible = [...document.querySelectorAll('main *')].filter((node) => node.checkVisibility());
      const beyond = visible.filter((node) => node.getBoundingClientRect().right > window.innerWidth);
      return beyond.filter((node) => !node.closest('pre, .unseen')).map((node) => node.outerHTML.slice(0, 80));
    });
    assert.deepEqual(cut, [], `in the state "${state}"`);
  }
}
