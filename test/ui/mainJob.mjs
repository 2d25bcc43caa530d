// @ts-check
// The main job as a person does it: an empty folder, the palette, the tree, the sidebar, the log.
// `npm run demo` tells the same story with its times and pictures.
import assert from 'node:assert/strict';
import path from 'node:path';
import { existsSync } from 'node:fs';

const category = 'Function Compute';
const extensionId = 'fc-containers.fc-containers';
const requestId = '1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}';

/**
 * @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools
 * @returns {Promise<{ log: string }>} what the log shows at the end
 */
export default async function run({ workbench, page, folder, step }) {
  /** The question before the next answer: what is typed too early goes to the one before. @param {string} title */
  const asked = (title) => workbench.quickInputTitle.getByText(title, { exact: true }).waitFor();
  /** The function's row, with these words in it. @param {string} text */
  const row = (text) => workbench.treeItem(new RegExp(`hello.*${text}`));

  await step('create a function from the Node.js template', async () => {
    await workbench.runCommand(`${category}: Create Function…`);
    await asked('Create Function (1/4)');
    await workbench.pick('Node.js');
    await asked('Create Function (2/4)');
    await workbench.answer('hello');
    await asked('Create Function (3/4)');
    await workbench.pick(path.join(folder, 'hello'));
    await asked('Create Function (4/4)');
    await workbench.answer('9000');
    await workbench.editor('s.yaml').waitFor();
    assert.ok(existsSync(path.join(folder, 'hello', 'Dockerfile')));
  });
  await step('the sidebar lists it', async () => {
    await workbench.openViewContainer(category);
    await row('stopped').waitFor();
  });
  await step('build its image for linux/amd64', async () => {
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
  });
  await step('start an instance', async () => {
    await workbench.runCommand(`${category}: Start Instance`);
    await row('running on 127\\.0\\.0\\.1:\\d+').waitFor({ timeout: 60_000 });
    await workbench.notification('Starting').waitFor({ state: 'detached' });
  });
  await step('show the function log', async () => {
    await workbench.runCommand(`${category}: Show Function Log`);
    await workbench.outputText(/\[hello\] .*listening on 0\.0\.0\.0:9000/);
  });
  await step('invoke it with an event from the palette', async () => {
    await workbench.runCommand(`${category}: Invoke Function…`);
    await asked('Invoke hello (1/2)');
    await workbench.pick('Event');
    await asked('Invoke hello (2/2)');
    await workbench.answer('{"from": "the palette"}');
    const result = page.locator('.editor-instance .view-lines', { hasText: 'RequestId' }).first();
    await result
      .getByText(/HTTP\/1\.1.200/)
      .first()
      .waitFor();
    await workbench.outputText(new RegExp(`FC Invoke End RequestId: ${requestId}`));
  });
  await step('invoke it over HTTP from the palette', async () => {
    await workbench.runCommand(`${category}: Invoke Function…`);
    await asked('Invoke hello (1/2)');
    await workbench.pick('HTTP');
    await asked('Invoke hello (2/3)');
    await workbench.pick('GET');
    await asked('Invoke hello (3/3)');
    await workbench.answer('/greeting?name=palette');
    await page.locator('.editor-instance .view-lines', { hasText: '/greeting?name=palette' }).first().waitFor();
  });
  /** The call is over, in the tree too. */
  const idle = () => workbench.treeItem(/idle · cold start/).waitFor();
  const form = await workbench.webview(extensionId);
  await step('invoke it with an event from the sidebar', async () => {
    await form.locator('#mode-event').click();
    await form.locator('#payload').locator('textarea').fill('{"from": "the sidebar"}');
    await form.locator('#invoke').click();
    await form
      .locator('#verdict')
      .getByText(/answered in/)
      .waitFor();
    await form.locator('#result-body').getByText('the sidebar').waitFor();
    await idle();
  });
  await step('invoke it over HTTP from the sidebar', async () => {
    await form.locator('#mode-http').click();
    await form.locator('#path').locator('input').fill('/from/the/sidebar');
    await form.locator('#invoke').click();
    await form.locator('#result-body').getByText('/from/the/sidebar').waitFor();
    await idle();
  });
  const log = await step('read the FC log lines of the last call', async () => {
    const text = await workbench.outputText(
      new RegExp(
        [
          `\\[hello\\] FC Invoke Start RequestId: (${requestId})`,
          `\\[hello\\] .*\\1.*`,
          `.*\\[hello\\] FC Invoke End RequestId: \\1`,
          `.*\\[hello\\] Duration: [\\d.]+ ms, Billed Duration: \\d+ ms, Memory Size: 512 MB, Max Memory Used: [\\d.]+ MB`,
        ].join('\n.*'),
      ),
    );
    return text;
  });
  await step('stop it', async () => {
    await workbench.clickInlineAction(/hello.*running/, 'Stop Instance');
    await row('stopped').waitFor();
  });
  return { log };
}
