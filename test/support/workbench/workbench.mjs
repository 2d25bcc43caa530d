// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('playwright-core').Locator} Locator */

/**
 * The workbench as a person uses it. Its selectors are VS Code's own class names and labels; keeping them here keeps them
 * out of the tests.
 */
export class Workbench {
  /**
   * @param {import('playwright-core').Page} page
   * @param {number} [timeoutMs] limit for each single action
   */
  constructor(page, timeoutMs = 20_000) {
    this.page = page;
    this.timeoutMs = timeoutMs;
    page.setDefaultTimeout(timeoutMs);
  }

  /** Waits until it is drawn, down to the explorer, which needs the server's file system. */
  async ready() {
    await this.page.locator('.part.activitybar .action-item').first().waitFor();
    await this.page.locator('.part.statusbar .statusbar-item').first().waitFor();
    await this.page.locator('.explorer-viewlet .pane-header').first().waitFor();
  }

  get #quickInput() {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  /** The question over the input of a quick pick or input box, such as "Create Function (2/4)". */
  get quickInputTitle() {
    return this.page.locator('.quick-input-widget .quick-input-title');
  }

  /** What is said under the input: a prompt, or why the text is refused. */
  get quickInputMessage() {
    return this.page.locator('.quick-input-widget .quick-input-message');
  }

  /** @param {string | RegExp} text */
  quickPickRow(text) {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  /**
   * Runs a command from the palette. The palette does not refresh while it is open, and lists an extension's commands
   * only once the extension is registered: a missing row means close, then open again.
   * @param {string} title such as "Function Compute: Create Function"
   */
  async runCommand(title) {
    const row = this.quickPickRow(title);
    for (const end = Date.now() + this.timeoutMs; ;) {
      await this.page.keyboard.press('F1');
      try {
        await this.#quickInput.waitFor({ timeout: 2_000 });
        await this.#quickInput.fill(`>${title}`, { timeout: 2_000 });
        await row.click({ timeout: 2_000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
        await sleep(100);
      }
    }
  }

  /**
   * Takes a row of the quick pick that is open.
   * @param {string | RegExp} text
   */
  async pick(text) {
    await this.quickPickRow(text).click();
  }

  /**
   * Fills in the input box that is open and confirms it.
   * @param {string} text
   */
  async answer(text) {
    await this.typeAnswer(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Fills in the input box that is open, without confirming.
   * @param {string} text
   */
  async typeAnswer(text) {
    await this.#quickInput.waitFor();
    await this.#quickInput.fill(text);
  }

  /**
   * Opens a file of the workspace by its name.
   * @param {string} name
   */
  async openFile(name) {
    await this.page.keyboard.press('F1');
    await this.#quickInput.waitFor();
    // Without the leading ">" the same input looks for files.
    await this.#quickInput.fill(name);
    await this.quickPickRow(name).click();
    await this.editor(name).waitFor();
  }

  /**
   * The editor that shows a file.
   * @param {string} name
   */
  editor(name) {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`).first();
  }

  /**
   * The squiggles in an editor.
   * @param {string} name
   * @param {'error' | 'warning' | 'info'} severity
   */
  squiggles(name, severity) {
    return this.editor(name).locator(`.squiggly-${severity}`);
  }

  /**
   * Shows the container of the activity bar with this title. A click on one that is shown would hide it.
   * @param {string} title
   */
  async openViewContainer(title) {
    const tab = this.page.locator(`.part.activitybar .action-item a.action-label[aria-label^="${title}"]`).first();
    await tab.waitFor();
    if ((await tab.locator('xpath=..').getAttribute('aria-expanded')) !== 'true') await tab.click();
    await this.page.locator('.part.sidebar .composite.title h2', { hasText: new RegExp(title, 'i') }).waitFor();
  }

  /**
   * The header of a view in the side bar.
   * @param {string} name
   */
  view(name) {
    return this.page.locator(`.part.sidebar .pane-header[aria-label^="${name}"]`);
  }

  /** @param {string | RegExp} text */
  treeItem(text) {
    return this.page.locator('.part.sidebar .pane-body [role="treeitem"]', { hasText: text }).last();
  }

  /**
   * An inline button of a tree item; it is drawn while the pointer is over the item.
   * @param {string | RegExp} item
   * @param {string} title
   */
  async clickInlineAction(item, title) {
    const row = this.treeItem(item);
    await row.hover();
    await row.locator(`a.action-label[aria-label^="${title}"]`).click();
  }

  /**
   * The HTML of an extension's webview. VS Code lays an iframe over the view; inside it, another one holds the
   * extension's page and is replaced whenever that page is set again: keep locators, not elements.
   * @param {string} extensionId
   */
  async webview(extensionId) {
    const outer = this.page.locator(`iframe.webview.ready[src*="extensionId=${extensionId}"]`).last();
    await outer.waitFor();
    const frame = outer.contentFrame().locator('iframe#active-frame').contentFrame();
    await frame.locator('body').waitFor();
    return frame;
  }

  /**
   * Waits until the output panel shows the text and returns all that is visible. Monaco draws blanks as U+00A0 and has
   * only the visible lines in the page.
   * @param {RegExp} expected
   */
  async outputText(expected) {
    const lines = this.page.locator('.part.panel .output-view .view-lines').first();
    await lines.waitFor();
    let text = '';
    for (const end = Date.now() + this.timeoutMs; Date.now() < end; await sleep(50)) {
      text = (await lines.locator('.view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
      if (expected.test(text)) return text;
    }
    throw new Error(`the output panel never showed ${expected}; it shows:\n${text}`);
  }

  /**
   * A row of the Problems panel.
   * @param {string | RegExp} text
   */
  problem(text) {
    return this.page.locator('.part.panel .markers-panel-container .monaco-list-row', { hasText: text }).first();
  }

  /** @param {string | RegExp} text */
  notification(text) {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** The modal dialog that is open. */
  get dialog() {
    return this.page.locator('.monaco-dialog-box');
  }

  /**
   * An entry of the status bar.
   * @param {string | RegExp} text
   */
  statusBarItem(text) {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();
  }
}
