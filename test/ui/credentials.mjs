// @ts-check
// Somebody hands over a key pair: it is not seen while it is typed, nor afterwards.
import assert from 'node:assert/strict';

const category = 'Function Compute';
const secret = 'not-for-anybodys-eyes';

/** @type {import('../../scripts/tiers/ui.mjs').UiTestOptions} */
export const options = { settings: { 'workbench.colorTheme': 'Default Dark Modern' } };

/** @param {import('../../scripts/tiers/ui.mjs').UiTestTools} tools */
export default async function run({ workbench, page, step }) {
  /** @param {number} number */
  const asked = (number) =>
    workbench.quickInputTitle.getByText(`Store Alibaba Cloud Credentials (${number}/4)`, { exact: true }).waitFor();
  const input = page.locator('.quick-input-widget .quick-input-box input');

  await step('the secret is not shown while it is typed', async () => {
    await workbench.runCommand(`${category}: Store Alibaba Cloud Credentials…`);
    await asked(1);
    await workbench.answer('LTAI5tExample');
    await asked(2);
    await workbench.typeAnswer(secret);
    assert.equal(await input.getAttribute('type'), 'password');
  });
  await step('nor is it when one comes back to it', async () => {
    await page.keyboard.press('Enter');
    await asked(3);
    assert.equal(await input.getAttribute('type'), 'password');
    await page.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' }).click();
    await asked(2);
    assert.equal(await input.getAttribute('type'), 'password');
    await page.keyboard.press('Enter');
    await asked(3);
  });
  await step('what is left to do is said, once it is stored', async () => {
    await page.keyboard.press('Enter');
    await asked(4);
    await page.keyboard.press('Enter');
    await workbench.notification(/The credentials are stored\./).waitFor();
    assert.ok(!(await page.content()).includes(secret));
  });
  await step('and one click away', async () => {
    await page.locator('.notifications-toasts').getByRole('button', { name: 'Open Settings' }).click();
    await page.locator('.settings-editor').getByText('Credentials a function with a role gets').waitFor();
  });
  await step('they can be forgotten again', async () => {
    await workbench.runCommand(`${category}: Forget Stored Credentials`);
    await workbench.statusBarItem('The stored Alibaba Cloud credentials are forgotten').waitFor();
  });
}
