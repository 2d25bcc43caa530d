// @ts-check
// Somebody looks into the log of a function that fails: what the platform says, what the server says, what is wrong.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFunction } from './support/functionFolder.mjs';
import { removeImage } from './support/engine.mjs';

const category = 'Function Compute';

const server = `
const server = require('http').createServer((request, response) => {
  console.log('[INFO] asked for ' + request.url);
  console.log(JSON.stringify({ level: 'warn', message: 'slow query', ms: 1234.5, cached: false }));
  console.error('[ERROR] the order cannot be charged');
  console.error(new TypeError('no total').stack);
  response.setHeader('x-fc-status', '404').end('failed');
});
server.listen(9000, '0.0.0.0', () => console.log('listening on 0.0.0.0:9000'));
process.on('SIGTERM', () => process.exit());
`;

/**
 * Least contrast of a text to what is behind it. WCAG 2.1 (1.4.3) asks for 4.5; the light theme's own colours for numbers
 * and types have 4.3 on the panel, which is a little darker than the editor.
 */
const readable = 4.2;

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, folder, dockerHost, step }) {
  await writeFunction(folder, 'shop', {
    dockerfile: ['FROM fc-containers/node:22', 'COPY server.js ./', 'CMD ["node", "server.js"]'],
  });
  await writeFile(path.join(folder, 'shop', 'server.js'), server);
  const panel = page.locator('.part.panel .output-view');

  await step('call a function that fails, and see its log', async () => {
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.openViewContainer(category);
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
    await workbench.runCommand(`${category}: Show Function Log`);
    await workbench.outputText(/FROM fc-containers/);
    await workbench.runCommand(`${category}: Invoke Function…`);
    await workbench.pick('HTTP');
    await workbench.pick('GET');
    // what is typed too early goes to the question before
    await workbench.quickInputTitle.getByText('Invoke shop (3/3)', { exact: true }).waitFor();
    await workbench.answer('/orders/7');
    await workbench.outputText(/Billed Duration/);
  });
  for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'])
    await step(`read it in the theme ${theme}`, async () => {
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.pick(theme);
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await eventually(async () => checkColours(await coloursOf(panel)));
    });
  await step('choose the request among the recent ones, and see its lines alone', async () => {
    await workbench.runCommand(`${category}: Show Log of One Request…`);
    await workbench.pick(/Unhandled function error/);
    const lines = page.locator('.editor-instance .monaco-editor[data-uri^="fc-log:"] .view-lines');
    await lines.getByText(/Log.of.request/).waitFor();
    await lines.getByText(/asked.for/).waitFor();
  });
  await step('clear the panel', async () => {
    await workbench.runCommand(`${category}: Clear Log`);
    await panel.locator('.view-lines').getByText('Billed').waitFor({ state: 'hidden' });
  });
  await workbench.runCommand(`${category}: Stop Instance`);
  await workbench.treeItem(/shop.*stopped/).waitFor();
  await removeImage(dockerHost, 'fc-containers-tests/shop:ui');
}

/**
 * What differs looks different, and nothing is hard to read.
 * @param {{ text: string, colour: string, contrast: number }[]} colours
 */
function checkColours(colours) {
  const of = (/** @type {RegExp} */ words) => colours.find(({ text }) => words.test(text))?.colour;
  const kinds = [of(/^asked for/), of(/^FC Invoke End$/), of(/^\[ERROR\]$/), of(/^1-[\da-f-]+$/), of(/^[\d.]+$/)];
  assert.ok(!kinds.includes(undefined), `${kinds.join(', ')} of ${colours.map(({ text }) => text).join(' ')}`);
  assert.equal(new Set(kinds).size, kinds.length, kinds.join(' '));
  for (const { text, contrast } of colours) assert.ok(contrast >= readable, `${text} has ${contrast.toFixed(1)}`);
}

/**
 * The editor takes a theme in its own time.
 * @param {() => Promise<void>} check
 */
async function eventually(check) {
  for (const end = Date.now() + 10_000; ; await sleep(50)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/**
 * The pieces of text a panel shows, with their colour and its contrast to what is behind.
 * @param {import('playwright-core').Locator} panel
 * @returns {Promise<{ text: string, colour: string, contrast: number }[]>}
 */
function coloursOf(panel) {
  return panel.evaluate((/** @type {HTMLElement} */ view) => {
    const numbers = (/** @type {string} */ colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (/** @type {number[]} */ [red = 0, green = 0, blue = 0]) => {
      const [r, g, b] = [red, green, blue].map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
    };
    /** @type {Element | null} */
    let back = view;
    const colourOf = (/** @type {Element} */ element) => numbers(getComputedStyle(element).backgroundColor);
    while (back?.parentElement && colourOf(back)[3] === 0) back = back.parentElement;
    const behind = light(colourOf(back));
    return [...view.querySelectorAll('.view-line > span > span')].map((piece) => {
      const { color } = getComputedStyle(piece);
      const [least = 0, most = 0] = [behind, light(numbers(color))].sort((a, b) => a - b);
      const text = (piece.textContent ?? '').replaceAll('\u00a0', ' ').trim();
      return { text, colour: color, contrast: (most + 0.05) / (least + 0.05) };
    });
  });
}
