// @ts-check
// npm run demo
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setUp } from './setup/index.mjs';
import { inRepository } from './shared/repository.mjs';
import { say } from './shared/say.mjs';

const pictures = inRepository('out/demo');

/** @param {string} reason @returns {never} */
function giveUp(reason) {
  console.error(`The demo cannot run here: ${reason}`);
  process.exit(1);
}

/**
 * Does one step of the story, tells its time and takes its picture.
 * @param {import('playwright-core').Page} page
 * @returns {import('./tiers/ui.mjs').UiTestTools['step']}
 */
function teller(page) {
  let number = 0;
  return async (title, action) => {
    const started = performance.now();
    const file = `${String(++number).padStart(2, '0')}-${title.replace(/\W+/g, '-').toLowerCase()}.png`;
    const picture = path.join(pictures, file);
    try {
      const value = await action();
      say('step', title, performance.now() - started);
      return value;
    } finally {
      await page.screenshot({ path: picture, animations: 'disabled', timeout: 10_000 });
      console.log(`          ${path.relative(process.cwd(), picture)}`);
    }
  };
}

const begun = performance.now();
const { engine, workbench } = await setUp({ engine: true, workbench: true });
if (!engine.available) giveUp(engine.reason);
if (!workbench.available) giveUp(workbench.reason);

// Only now, when the dependencies are there.
const { templateSettings } = await import('./setup/templateSettings.mjs');
const { packageVsix } = await import('./package.mjs');
const { openSession } = await import('../test/support/workbench/session.mjs');
const { installVsix } = await import('../test/support/workbench/vsix.mjs');
const { makeTemporaryFolder } = await import('./shared/temporaryFolder.mjs');
const { default: mainJob } = await import('../test/ui/mainJob.mjs');

const base = await templateSettings(engine);
if (!base.available) giveUp(base.reason);
const { vsix } = await packageVsix();
await rm(pictures, { recursive: true, force: true });
await mkdir(pictures, { recursive: true });
const scratch = await makeTemporaryFolder('demo');
const extensionsDir = path.join(scratch.folder, 'extensions');
const folder = path.join(scratch.folder, 'workspace');
await mkdir(folder);
await installVsix(workbench, vsix, extensionsDir);
say('workbench', `VS Code ${workbench.versions.vscode} with the packaged extension, in an empty folder`);
const session = await openSession(workbench, {
  folder,
  extensionsDir,
  // the pictures show our own messages only
  settings: { ...base.settings, 'remote.autoForwardPorts': false },
  env: { DOCKER_HOST: engine.dockerHost },
});
try {
  const { browser, page } = session;
  const step = teller(page);
  const { dockerHost } = engine;
  const { log } = await mainJob({ workbench: session.workbench, browser, page, folder, dockerHost, step });
  console.log(`\nThe FC log, as the output channel "Function Compute" shows it:\n\n${log}\n`);
} finally {
  await session.close();
  await scratch.remove();
}
say('demo', 'all of it happened', performance.now() - begun);
process.exit(0);
