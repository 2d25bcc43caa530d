// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSession } from '../../test/support/workbench/session.mjs';
import { installVsix } from '../../test/support/workbench/vsix.mjs';
import { inRepository } from '../shared/repository.mjs';
import { makeTemporaryFolder } from '../shared/temporaryFolder.mjs';
import { printResult } from './results.mjs';

/** @typedef {import('./results.mjs').TestResult} TestResult */

/**
 * What a file of test/ui may export as `options`.
 * @typedef {object} UiTestOptions
 * @property {string} [workspace] folder of the repository that is copied and opened; an empty folder when left out
 * @property {boolean} [trusted] false: the folder opens in Restricted Mode
 * @property {Record<string, unknown>} [settings] user settings
 * @property {number} [timeoutMs] limit for the whole file; four minutes when left out
 */

/**
 * What its default export gets: a person at a workbench with the packaged extension.
 * @typedef {object} UiTestTools
 * @property {import('../../test/support/workbench/workbench.mjs').Workbench} workbench
 * @property {import('playwright-core').Page} page the one that shows the workbench
 * @property {import('playwright-core').Browser} browser for pages of the test's own
 * @property {string} folder the folder that is open, on this machine
 * @property {string} dockerHost
 * @property {<T>(title: string, action: () => Promise<T>, shown?: import('playwright-core').Page) => Promise<T>} step
 *   one thing the person does, and sees. Each is a test, and leaves a screenshot of `shown`, which is the workbench when
 *   left out. A step that fails ends the file.
 */

/** @typedef {{ default: (tools: UiTestTools) => Promise<void>, options?: UiTestOptions }} UiTest */

const screenshots = inRepository('out/test/ui');

/**
 * Runs every file of test/ui, one after the other, each in a VS Code and a folder of its own.
 * @param {string | undefined} grep matched against the names of the files
 * @param {import('./tier.mjs').TierTools} tools
 */
export async function runUiTests(grep, tools) {
  const folder = inRepository('test/ui');
  if (!existsSync(folder)) return [];
  // A second suffix, as in view.harness.mjs, marks what tests share.
  const names = readdirSync(folder).filter((name) => /^[^.]+\.mjs$/.test(name));
  const wanted = names.filter((name) => !grep || new RegExp(grep, 'i').test(name)).sort();
  /** @type {TestResult[]} */
  const results = [];
  await rm(screenshots, { recursive: true, force: true });
  for (const name of wanted) results.push(...(await runUiTest(path.join(folder, name), tools)));
  return results;
}

/**
 * @param {string} file
 * @param {import('./tier.mjs').TierTools} tools
 * @returns {Promise<TestResult[]>}
 */
async function runUiTest(file, { host, vsix, dockerHost, settings }) {
  const name = path.basename(file, '.mjs');
  const started = performance.now();
  const scratch = await makeTemporaryFolder('ui');
  /** @type {TestResult[]} */
  const results = [];
  /** @param {TestResult} result */
  const add = (result) => {
    results.push(result);
    printResult(result);
  };
  /** @type {import('../../test/support/workbench/session.mjs').Session | undefined} */
  let session;
  try {
    /** @type {UiTest} */
    const test = await import(pathToFileURL(file).href);
    const options = test.options ?? {};
    const extensionsDir = path.join(scratch.folder, 'extensions');
    const folder = path.join(scratch.folder, 'workspace');
    await mkdir(folder);
    if (options.workspace) await cp(inRepository(options.workspace), folder, { recursive: true });
    await installVsix(host, vsix, extensionsDir);
    session = await openSession(host, {
      folder,
      extensionsDir,
      trusted: options.trusted,
      settings: { ...settings, ...options.settings },
      env: { DOCKER_HOST: dockerHost },
    });
    const { workbench, browser, page } = session;
    const step = stepper(name, page, add);
    await withLimit(test.default({ workbench, browser, page, folder, dockerHost, step }), options.timeoutMs ?? 240_000);
    if (results.length === 0) throw new Error('the file has no step');
  } catch (error) {
    // A failed step has been reported, and is why the file ended.
    if (results.every((result) => result.ok)) {
      const { stack } = /** @type {Error} */ (error);
      add({ title: `${name} > runs to its end`, ok: false, ms: performance.now() - started, error: stack });
      if (session) await takeScreenshot(session.page, name, 'at-the-end');
    }
  } finally {
    await session?.close();
    await scratch.remove();
  }
  return results;
}

/**
 * @param {string} name
 * @param {import('playwright-core').Page} page
 * @param {(result: TestResult) => void} add
 * @returns {UiTestTools['step']}
 */
function stepper(name, page, add) {
  let number = 0;
  const nameOf = (/** @type {string} */ title) =>
    `${String(++number).padStart(2, '0')}-${title.replace(/\W+/g, '-').toLowerCase()}`;
  return async (title, action, shown = page) => {
    const started = performance.now();
    try {
      const value = await action();
      add({ title: `${name} > ${title}`, ok: true, ms: performance.now() - started });
      await takeScreenshot(shown, name, nameOf(title));
      return value;
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      add({ title: `${name} > ${title}`, ok: false, ms: performance.now() - started, error: message });
      await takeScreenshot(shown, name, nameOf(`FAILED ${title}`));
      throw error;
    }
  };
}

/**
 * A picture is for people: that it cannot be taken says nothing about the extension.
 * @param {import('playwright-core').Page} page
 * @param {string} test
 * @param {string} name
 */
async function takeScreenshot(page, test, name) {
  await page.screenshot({ path: path.join(screenshots, test, `${name}.png`), timeout: 5_000 }).catch(() => {});
}

/**
 * @param {Promise<void>} work
 * @param {number} limitMs
 */
async function withLimit(work, limitMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${limitMs / 1000} s`)), limitMs);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
