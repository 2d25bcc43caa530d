// @ts-check
// Somebody opens a Dockerfile that would fail in the cloud, and mends it without touching the mouse.
import path from 'node:path';
import { waitForText, writeFunction } from './support/functionFolder.mjs';

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, folder, step }) {
  const dockerfile = path.join(folder, 'shop', 'Dockerfile');
  const problem = /EXPOSE 8080, but the CAPort of shop is 9000/;
  await writeFunction(folder, 'shop', {
    dockerfile: ['FROM fc-containers/node:22', 'COPY server.js ./', 'EXPOSE 8080', 'CMD ["node", "server.js"]'],
  });

  await step('see the squiggle in the Dockerfile', async () => {
    await workbench.openFile('Dockerfile');
    await workbench.squiggles('Dockerfile', 'warning').first().waitFor();
  });
  await step('read the row in Problems', async () => {
    await workbench.runCommand('Problems: Focus on Problems View');
    const row = workbench.problem(problem);
    await row.waitFor();
    await row.getByText('expose-differs-from-ca-port').waitFor();
    await row.getByText('Function Compute', { exact: true }).waitFor();
  });
  await step('go to the problem and ask for a quick fix by keyboard', async () => {
    await workbench.runCommand('View: Focus Active Editor Group');
    await page.keyboard.press('F8');
    await page.locator('.zone-widget .marker-widget').getByText(problem).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Change to EXPOSE 9000').waitFor();
    await page.locator('.action-widget').getByText('Set CAPort to 8080 in s.yaml').waitFor();
  });
  await step('take the first fix, and the problem is gone', async () => {
    await page.keyboard.press('Enter');
    await workbench
      .editor('Dockerfile')
      .getByText(/EXPOSE.9000/)
      .first()
      .waitFor();
    await workbench.squiggles('Dockerfile', 'warning').first().waitFor({ state: 'hidden' });
    await workbench.problem(problem).waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+S');
    await waitForText(dockerfile, /^EXPOSE 9000$/m);
  });
}
