// @ts-check
import { standIn } from './editorStandIn.mjs';
import { origin, serveView } from './shell.mjs';

/**
 * @typedef {import('../../../src/protocol/invokeView.ts').ToInvokeView} ToInvokeView
 * @typedef {import('../../../src/protocol/invokeView.ts').FromInvokeView} FromInvokeView
 *
 * @typedef {object} ViewOptions
 * @property {import('./shell.mjs').Theme} [theme]
 * @property {number} [width]
 * @property {number} [height]
 * @property {unknown} [state] what the editor has kept of an earlier view
 * @property {boolean} [clipboard] false: the browser keeps the page from the clipboard
 */

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('./shell.mjs').Bundle} bundle
 * @param {ViewOptions} [options]
 */
export async function openView(browser, bundle, { theme = 'dark', width = 300, height = 900, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    permissions: options.clipboard === false ? [] : ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  /** @type {string[]} */
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  await serveView(page, bundle, theme);
  await page.addInitScript(standIn, options.state);
  await page.goto(`${origin}/`);
  return new View(page, problems);
}

/** The view in a person's words, and in the host's. */
export class View {
  /**
   * @param {import('playwright-core').Page} page
   * @param {string[]} problems what the page had to complain about
   */
  constructor(page, problems) {
    this.page = page;
    this.problems = problems;
  }

  /**
   * What the host sends; broken messages too.
   * @param {(ToInvokeView | Record<string, unknown> | null)[]} messages
   */
  async send(...messages) {
    await this.page.evaluate(async (all) => {
      for (const message of all) window.postMessage(message, '*');
      // Messages are delivered in turn, and the toolkit draws in the next frame.
      await new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done))));
    }, messages);
  }

  /**
   * Everything the view has posted since the last call.
   * @returns {Promise<FromInvokeView[]>}
   */
  posted() {
    return this.page.evaluate(() => /** @type {any} */ (window).posted.splice(0));
  }

  /**
   * The real control inside a component.
   * @param {string} id
   */
  control(id) {
    return this.page.locator(`#${id} >> [part~="control"]`);
  }

  /** @param {string} id */
  button(id) {
    return this.page.locator(`#${id} >> button`);
  }

  /** @param {string} id */
  remark(id) {
    return this.page.locator(`#${id} >> [part~="remark"]`);
  }

  /** @param {string} id */
  byId(id) {
    return this.page.locator(`#${id}`);
  }

  /** @param {string} id */
  text(id) {
    return this.byId(id).innerText();
  }

  /** @param {string} id */
  async value(id) {
    return this.byId(id).evaluate((host) => /** @type {HTMLInputElement} */ (host).value);
  }

  /**
   * Chooses from a dropdown, with the mouse.
   * @param {string} id
   * @param {string} text
   */
  async choose(id, text) {
    await this.byId(id).click();
    await this.page.locator(`#${id} vscode-option`, { hasText: text }).click();
  }

  /**
   * Presses Invoke and answers for the host.
   * @param {(run: number) => ToInvokeView[]} answers
   */
  async invoke(answers) {
    await this.posted();
    await this.button('invoke').click();
    const invoked = (await this.posted()).find((message) => message.type === 'invoke');
    if (!invoked) throw new Error('the view did not ask for an invocation');
    await this.send(...answers(invoked.run));
    return invoked;
  }

  /** The id of the component that has the focus. */
  focused() {
    return this.page.evaluate(() => document.activeElement?.id ?? '');
  }

  /** How many pixels too wide the page is. */
  overflow() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  }

  close() {
    return this.page.context().close();
  }
}
