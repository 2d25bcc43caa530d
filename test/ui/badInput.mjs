// @ts-check
// What goes wrong on the way: each time one message with the next step, and nothing left behind.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeImage, waitForContainers } from './support/engine.mjs';
import { writeFunction } from './support/functionFolder.mjs';

const category = 'Function Compute';

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, folder, dockerHost, step }) {
  const shop = path.join(folder, 'shop');
  const title = workbench.quickInputTitle;
  /** @param {string} text */
  const asked = (text) => title.getByText(text, { exact: true }).waitFor();
  const toasts = page.locator('.notifications-toasts .notification-list-item');
  /** @param {string} name */
  const press = (name) => toasts.getByRole('button', { name, exact: true }).click();
  const noToast = () => toasts.first().waitFor({ state: 'hidden' });
  /** @param {string} name @param {string} chosen */
  const describeFunction = async (name, chosen) => {
    await workbench.runCommand(`${category}: Create Function…`);
    await asked('Create Function (1/4)');
    await workbench.pick('Node.js');
    await asked('Create Function (2/4)');
    await workbench.answer(name);
    await asked('Create Function (3/4)');
    await workbench.pick(chosen);
  };

  await step('a name is refused while it is typed', async () => {
    await workbench.runCommand(`${category}: Create Function…`);
    await asked('Create Function (1/4)');
    await workbench.pick('Python');
    await asked('Create Function (2/4)');
    await workbench.typeAnswer('9lives');
    await workbench.quickInputMessage.getByText('The name must begin with a letter or "_".').waitFor();
    await page.keyboard.press('Enter');
    await asked('Create Function (2/4)');
  });
  await step('Back keeps the answers and the count', async () => {
    await workbench.answer('shop');
    await asked('Create Function (3/4)');
    await page.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' }).click();
    await asked('Create Function (2/4)');
    assert.equal(await page.locator('.quick-input-widget .quick-input-box input').inputValue(), 'shop');
    await page.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' }).click();
    await asked('Create Function (1/4)');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Python' }).waitFor();
  });
  await step('Escape leaves nothing behind', async () => {
    await page.keyboard.press('Escape');
    await title.waitFor({ state: 'hidden' });
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await toasts.count(), 0);
  });
  await step('another parent folder can be chosen, or not', async () => {
    await describeFunction('shop', 'Browse…');
    await title.getByText('Parent folder of the function').waitFor();
    await page.keyboard.press('Escape');
    await asked('Create Function (3/4)');
    await workbench.pick('Browse…');
    await title.getByText('Parent folder of the function').waitFor();
    await page.locator('.quick-input-widget').getByRole('button', { name: 'Create Here' }).click();
    await asked('Create Function (4/4)');
    await page.keyboard.press('Escape');
    await title.waitFor({ state: 'hidden' });
    assert.deepEqual(await readdir(folder), []);
  });
  await step('a file in the way is asked about, Cancel writes nothing', async () => {
    await mkdir(shop);
    await writeFile(path.join(shop, 'server.js'), '// mine\n');
    await describeFunction('shop', shop);
    await asked('Create Function (4/4)');
    await workbench.answer('9000');
    await workbench.dialog.getByText('server.js exists with other content.').waitFor();
    const buttons = await workbench.dialog.getByRole('button').allInnerTexts();
    assert.deepEqual(buttons.filter(Boolean).toSorted(), ['Cancel', 'Keep', 'Replace']);
    assert.equal(await workbench.dialog.locator(':focus').innerText(), 'Keep', 'Enter replaces nothing');
  });
  await step('Cancel writes nothing, Keep writes the others', async () => {
    await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
    await workbench.dialog.waitFor({ state: 'hidden' });
    await describeFunction('shop', shop);
    await asked('Create Function (4/4)');
    // by now anything that Cancel had begun would be there
    assert.deepEqual(await readdir(shop), ['server.js']);
    assert.equal(await toasts.count(), 0);
    await workbench.answer('9000');
    await workbench.dialog.getByRole('button', { name: 'Keep' }).click();
    await workbench.editor('s.yaml').waitFor();
    assert.equal(await readFile(path.join(shop, 'server.js'), 'utf8'), '// mine\n');
  });
  await writeFunction(folder, 'shop', {
    dockerfile: ['FROM fc-containers/node:22', 'COPY server.js ./', 'CMD ["node", "server.js"]'],
  });
  await removeImage(dockerHost, 'fc-containers-tests/shop:ui');
  await step('an image that is missing is named', async () => {
    await workbench.openViewContainer(category);
    await workbench.runCommand(`${category}: Refresh Functions`);
    await workbench.clickInlineAction(/shop.*stopped/, 'Start Instance');
    await workbench
      .notification('The image fc-containers-tests/shop:ui is not on this engine. Build shop first.')
      .waitFor();
    assert.equal(await toasts.count(), 1, 'one message');
  });
  await step('and built by the button of the message', async () => {
    await press('Build Image');
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
    await noToast();
  });
  await step('a function that crashes at start is reported in the words of the platform', async () => {
    await writeFile(path.join(shop, 'server.js'), "console.log('no database here');\nprocess.exit(1);\n");
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.treeItem(/shop.*building/).waitFor();
    await workbench.treeItem(/shop.*stopped/).waitFor();
    await workbench.runCommand(`${category}: Start Instance`);
    const text =
      "shop: CAExited: Function instance exited unexpectedly(code 1, message:operation not permitted) with start command 'node server.js'. " +
      'Its last line was: no database here';
    await workbench.notification(text).waitFor();
    await workbench.treeItem(/shop.*CAExited/).waitFor();
    await waitForContainers(dockerHost, 'fc-containers-tests/shop:ui', 0);
  });
  await step('and its log is one click away', async () => {
    await press('Show Log');
    await workbench.outputText(/\[shop\] no database here/);
    await noToast();
  });
  await step('a long build shows its step and can be cancelled', async () => {
    const dockerfile = ['FROM fc-containers/busybox:1', 'RUN sleep 4321', 'CMD ["sh"]'];
    await writeFunction(folder, 'shop', { dockerfile });
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.notification(/Building shop.*2\/3 RUN sleep 4321/).waitFor();
    await waitForContainers(dockerHost, 'sleep 4321', 1);
  });
  await step('Cancel ends it in the engine too', async () => {
    await press('Cancel');
    await noToast();
    await workbench.treeItem(/shop.*CAExited/).waitFor();
    await waitForContainers(dockerHost, 'sleep 4321', 0);
  });
  await step('an engine that is off is one message', async () => {
    await mkdir(path.join(folder, '.vscode'));
    // that the editor has taken the settings is seen by the line numbers
    const settings = { 'fcContainer.engine.address': 'unix:///nowhere/engine.sock', 'editor.lineNumbers': 'off' };
    await writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    await workbench.runCommand('Preferences: Open Workspace Settings (JSON)');
    await workbench.editor('settings.json').getByText('nowhere').first().waitFor();
    await workbench.editor('settings.json').locator('.line-numbers').first().waitFor({ state: 'hidden' });
    await workbench.runCommand(`${category}: Start Instance`);
    await workbench
      .notification(/The container engine at unix:\/\/\/nowhere\/engine\.sock.* Start that engine\./)
      .waitFor();
    assert.equal(await toasts.count(), 1, 'one message');
  });
  await step('whose address is one click away', async () => {
    await press('Open Settings');
    await page.locator('.settings-editor').getByText('Address of the container engine').waitFor();
  });
  await removeImage(dockerHost, 'fc-containers-tests/shop:ui');
}
