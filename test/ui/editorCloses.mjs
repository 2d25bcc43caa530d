// @ts-check
// What runs is ended with the editor that started it.
import { removeImage, waitForContainers } from './support/engine.mjs';

const category = 'Function Compute';

/** @type {import('../../scripts/tiers/ui.mjs').UiTestOptions} */
export const options = { workspace: 'test/fixtures/workspace' };

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, folder, dockerHost, step }) {
  /** The label that tells this function from others of its name. */
  const id = `${folder}/echo/s.yaml#function`;

  await step('an instance runs', async () => {
    await workbench.openViewContainer(category);
    await workbench.runCommand(`${category}: Build Image`);
    await workbench.treeItem('linux/amd64').waitFor({ timeout: 30_000 });
    await workbench.runCommand(`${category}: Start Instance`);
    await workbench.treeItem(/echo.*running on/).waitFor();
    await waitForContainers(dockerHost, id, 1);
  });
  await step('it ends with the window', async () => {
    await workbench.runCommand('Developer: Reload Window');
    await waitForContainers(dockerHost, id, 0);
    await workbench.treeItem(/echo.*stopped/).waitFor();
  });
  await removeImage(dockerHost, 'fc-containers-tests/echo:v1');
}
