// @ts-check
// A server that listens where nobody looks: what is waited for, what was found, and the way to where it is mended.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeImage, waitForContainers } from './support/engine.mjs';
import { waitForText, writeFunction } from './support/functionFolder.mjs';

const category = 'Function Compute';

/** @type {import('../../scripts/tiers/ui.mjs').UiTestOptions} */
export const options = {
  settings: { 'workbench.colorTheme': 'Default Dark Modern', 'fcContainer.instance.startTimeout': 8 },
};

const server = "require('http').createServer((_, response) => response.end('ok')).listen(8080, '0.0.0.0');";

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, folder, dockerHost, step }) {
  await writeFunction(folder, 'shop', {
    dockerfile: ['FROM fc-containers/node:22', 'COPY server.js ./', 'CMD ["node", "server.js"]'],
  });
  await writeFile(path.join(folder, 'shop', 'server.js'), `${server}\nprocess.on('SIGTERM', () => process.exit());\n`);
  const toasts = page.locator('.notifications-toasts .notification-list-item');
  const found = /The server listens on \S*:8080, but CAPort is 9000\./;

  await step('while it waits, the seconds that are left are counted', async () => {
    await workbench.openViewContainer(category);
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
    await workbench.runCommand(`${category}: Start Instance`);
    await workbench.treeItem(/shop.*waiting for port 9000, [67] s left/).waitFor();
    await workbench.treeItem(/shop.*waiting for port 9000, [45] s left/).waitFor();
    await workbench.notification(new RegExp(`waiting for port 9000, \\d s left\\. ${found.source}`)).waitFor();
  });
  await step('it failed: the message has the code, the cause and the next step', async () => {
    const text = `shop: FunctionNotStarted: Function instance health check failed on port 9000 in 8 seconds. ${found.source}`;
    await workbench.notification(new RegExp(text)).waitFor();
    await toasts.getByRole('button', { name: 'Show Log' }).waitFor();
  });
  await step('so has the tree', async () => {
    await workbench.treeItem(/shop.*FunctionNotStarted/).waitFor();
    await workbench.treeItem('listens on another port').waitFor();
    await workbench.treeItem(/customContainerConfig\.port to 8080/).waitFor();
    await waitForContainers(dockerHost, 'fc-containers-tests/shop:ui', 0);
  });
  await step('the message leads to the line', async () => {
    await toasts.getByRole('button', { name: 'Open s.yaml' }).click();
    await workbench.editor('s.yaml').waitFor();
    await workbench.statusBarItem(/4 selected/).waitFor();
  });
  await step('it is put right, and starts', async () => {
    await page.keyboard.type('8080');
    await page.keyboard.press('Control+S');
    await waitForText(path.join(folder, 'shop', 's.yaml'), /port: 8080/);
    await workbench.runCommand(`${category}: Start Instance`);
    await workbench.treeItem(/shop.*running on/).waitFor();
    await workbench.treeItem('listens on another port').waitFor({ state: 'hidden' });
  });
  await workbench.runCommand(`${category}: Stop Instance`);
  await workbench.treeItem(/shop.*stopped/).waitFor();
  await removeImage(dockerHost, 'fc-containers-tests/shop:ui');
}
