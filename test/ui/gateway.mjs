// @ts-check
// Somebody uses a function from outside the editor: its URL, several instances, the API, its hooks, its history.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeImage, waitForContainers } from './support/engine.mjs';
import { waitForText, writeFunction } from './support/functionFolder.mjs';

const category = 'Function Compute';

/** @type {import('../../scripts/tiers/ui.mjs').UiTestOptions} */
export const options = { settings: { 'workbench.colorTheme': 'Default Dark Modern' } };

const server = `
const { createServer } = require('http');
const wait = { '/slow': 9000, '/initialize': 2500 };
createServer((request, response) => {
  console.log(request.method + ' ' + request.url);
  setTimeout(() => response.end('hello from ' + request.url), wait[request.url] ?? 0);
}).listen(9000, '0.0.0.0', () => console.log('listening on 0.0.0.0:9000'));
process.on('SIGTERM', () => process.exit());
`;

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, folder, dockerHost, step }) {
  await writeFunction(folder, 'shop', {
    dockerfile: ['FROM fc-containers/node:22', 'COPY server.js ./', 'CMD ["node", "server.js"]'],
    props: [
      'cpu: 0.5',
      'memorySize: 2048',
      'timeout: 60',
      'instanceConcurrency: 1',
      'instanceLifecycleConfig:',
      '  initializer:',
      '    handler: initialize',
      '    timeout: 10',
      '  preStop:',
      '    handler: pre-stop',
      '    timeout: 10',
    ],
  });
  await writeFile(path.join(folder, 'shop', 'server.js'), server);
  const rows = page.locator('.part.sidebar .pane-body [role="treeitem"]');
  /** @param {string | RegExp} text @param {number} count */
  const rowsWith = async (text, count) => {
    const found = rows.filter({ hasText: text });
    await found.nth(count - 1).waitFor();
    assert.equal(await found.count(), count, `rows with ${text}`);
  };
  const toasts = page.locator('.notifications-toasts .notification-list-item');
  /** @param {string} path */
  const ask = async (path) => (await fetch(`${url}${path}`)).text();
  let url = '';

  await step('build the image', async () => {
    await workbench.openViewContainer(category);
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
    await workbench.runCommand(`${category}: Show Function Log`);
  });
  await step('while it starts, the tree and a message say what it waits for', async () => {
    await workbench.runCommand(`${category}: Start Instance`);
    await workbench.treeItem(/shop.*running its initializer/).waitFor();
    await workbench.notification(/Starting shop.*running its initializer/).waitFor();
  });
  await step('it runs at a URL, as one instance, with its initializer in the log', async () => {
    await workbench.treeItem(/shop.*running on 127\.0\.0\.1:\d+/).waitFor();
    url = await workbench.treeItem(/http:\/\/127\.0\.0\.1:\d+/).innerText();
    url = /http:\/\/[\d.:]+/.exec(url)?.[0] ?? '';
    await rowsWith(/idle · cold start [\d.]+ m?s/, 1);
    await workbench.outputText(/FC Initialize Start RequestId: [^]*POST \/initialize[^]*FC Initialize End RequestId: /);
    await toasts.first().waitFor({ state: 'hidden' });
  });
  await step('its URL is copied from its row', async () => {
    await workbench.clickInlineAction(url, 'Copy Function URL');
    await workbench.statusBarItem(`Copied ${url}`).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url);
  });
  await step('a call of it is in the log', async () => {
    assert.equal(await ask('/orders/7'), 'hello from /orders/7');
    await workbench.outputText(/FC Invoke Start RequestId: [^]*GET \/orders\/7[^]*FC Invoke End RequestId: /);
  });
  const chosen = page.locator('.part.sidebar .monaco-list-row.selected.focused', { hasText: 'shop:ui' });
  await step('three calls at once get three instances, and the row that was chosen stays so', async () => {
    await workbench.treeItem('shop:ui').click();
    await chosen.waitFor();
    const answers = Promise.all([1, 2, 3].map(() => ask('/slow')));
    await rowsWith(/busy · cold start/, 3);
    await chosen.waitFor();
    assert.deepEqual(await answers, Array(3).fill('hello from /slow'));
  });
  await step('which are idle afterwards', () => rowsWith(/idle · cold start/, 3));
  const api = await step('serve the API', async () => {
    await workbench.runCommand(`${category}: Serve API`);
    await workbench.notification(/The API of Function Compute is served at http:\/\/127\.0\.0\.1:\d+\./).waitFor();
    await toasts.getByRole('button', { name: 'Copy URL' }).click();
    const row = workbench.treeItem(/^API/);
    await row.waitFor();
    return /http:\/\/[\d.:]+/.exec(await row.innerText())?.[0] ?? '';
  });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), api);
  await step('and invoke the function through it', async () => {
    const answer = await fetch(`${api}/2023-03-30/functions/shop/invocations`, { method: 'POST', body: '{}' });
    assert.equal(await answer.text(), 'hello from /invoke');
    const requestId = answer.headers.get('x-fc-request-id') ?? '';
    await workbench.outputText(new RegExp(`FC Invoke End RequestId: ${requestId}`));
  });
  await step('look through the recent calls', async () => {
    await workbench.runCommand(`${category}: Show Recent Calls`);
    await workbench.quickPickRow(/shop GET \/orders\/7/).waitFor();
    await workbench.quickPickRow(/shop event/).waitFor();
  });
  await step('and open the log of one', async () => {
    await workbench.pick(/shop GET \/orders\/7/);
    const lines = page.locator('.editor-instance .monaco-editor[data-uri^="fc-log:"] .view-lines');
    await lines.getByText(/GET.\/orders\/7/).waitFor();
  });
  await step('have a memory size suggested', async () => {
    for (let call = 0; call < 10; call++) await ask('/');
    await workbench.runCommand(`${category}: Suggest Memory Size`);
    await workbench.notification(/shop used up to \d+ of its 2048 MB in \d+ calls\. memorySize \d+ would do/).waitFor();
  });
  await step('and take it, as a change that can be undone', async () => {
    await toasts.getByRole('button', { name: 'Set memorySize to' }).click();
    const editor = workbench.editor('s.yaml');
    await editor.getByText(/memorySize:.512/).waitFor();
    await waitForText(path.join(folder, 'shop', 's.yaml'), /memorySize: 2048/);
    await page.keyboard.press('Control+Z');
    await editor.getByText(/memorySize:.2048/).waitFor();
  });
  await step('stop it, and see its pre-stop hook in the log', async () => {
    await workbench.clickInlineAction(/shop.*running/, 'Stop Instance');
    await workbench.treeItem(/shop.*stopped/).waitFor();
    await workbench.outputText(/FC PreStop Start RequestId: [^]*GET \/pre-stop[^]*FC PreStop End RequestId: /);
    await waitForContainers(dockerHost, 'fc-containers-tests/shop:ui', 0);
  });
  await removeImage(dockerHost, 'fc-containers-tests/shop:ui');
}
