// @ts-check
// A folder of somebody else: it can be looked at, nothing of it runs before it is trusted.
import { removeImage, waitForContainers } from './support/engine.mjs';

const category = 'Function Compute';

/** @type {import('../../scripts/tiers/ui.mjs').UiTestOptions} */
export const options = { workspace: 'test/fixtures/workspace', trusted: false };

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, dockerHost, step }) {
  await step('the functions are listed', async () => {
    await workbench.statusBarItem('Restricted Mode').waitFor();
    await workbench.openViewContainer(category);
    await workbench.treeItem(/echo.*stopped/).waitFor();
  });
  await step('nothing is built', async () => {
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.notification('This workspace is not trusted, so nothing of it is built or run.').waitFor();
    await waitForContainers(dockerHost, 'fc-containers-tests/echo', 0);
  });
  await step('the message leads to the decision', async () => {
    await page.locator('.notifications-toasts').getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').waitFor();
  });
  await step('in a trusted folder it is built', async () => {
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.statusBarItem('Restricted Mode').waitFor({ state: 'hidden' });
    await workbench.openViewContainer(category);
    await workbench.treeItem(/echo.*stopped/).waitFor();
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
  });
  await removeImage(dockerHost, 'fc-containers-tests/echo:v1');
}
