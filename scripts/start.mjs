// @ts-check
// npm start
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setUp } from './setup/index.mjs';
import { inRepository } from './shared/repository.mjs';
import { findOnPath, run } from './shared/run.mjs';
import { say } from './shared/say.mjs';

const playground = inRepository('out', 'playground');
const wantedBase = 'node:22-alpine';
const welcome = `# Playground

1. Press F1 and run **Function Compute: Create Function**. Choose the Node.js template.
2. Open **Function Compute** in the activity bar: build, start and invoke the function from there.
3. Watch the output channel **Function Compute**: it speaks as Function Compute itself does.
`;

const desktop = findOnPath('code');
const { engine, workbench } = await setUp({ engine: true, workbench: desktop ? false : 'without browser' });
const settings = await baseImageSettings();
// Only now, when the dependencies are there.
const { packageVsix } = await import('./package.mjs');
const { vsix } = await packageVsix();
await mkdir(playground, { recursive: true });
if (!existsSync(path.join(playground, 'README.md'))) await writeFile(path.join(playground, 'README.md'), welcome);
await (desktop ? openDesktop(desktop) : serve());

/** Settings that replace a base image which cannot be pulled here by the embedded one. */
async function baseImageSettings() {
  if (!engine.available) return {};
  const { chooseBaseImage } = await import('./setup/baseImages.mjs');
  const base = await chooseBaseImage(wantedBase, 'node', engine);
  if (!base.available || !base.embedded) return {};
  const settings = { 'fcContainer.build.args': { BASE_IMAGE: base.image } };
  say('settings', `Node.js functions are built on ${base.image}: ${JSON.stringify(settings)}`);
  return settings;
}

/**
 * Installs the extension in the person's own VS Code. Their user settings are theirs: the base image goes into the
 * settings of the playground.
 * @param {string} code
 */
async function openDesktop(code) {
  const file = path.join(playground, '.vscode', 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  const present = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  await writeFile(file, `${JSON.stringify({ ...present, ...settings }, null, 2)}\n`);
  await run(code, ['--install-extension', vsix, '--force']);
  await run(code, [playground]);
  say('editor', `VS Code opens ${playground} with the extension installed`);
}

/** Serves VS Code on this machine until Ctrl-C. */
async function serve() {
  if (!workbench.available) {
    console.error(`No "code" on PATH, and no served editor either: ${workbench.reason}`);
    process.exit(1);
  }
  const { installVsix } = await import('../test/support/workbench/vsix.mjs');
  const { startServer, workbenchUrl } = await import('../test/support/workbench/server.mjs');
  const extensionsDir = inRepository('out', 'playground-extensions');
  await installVsix(workbench, vsix, extensionsDir);
  const env = engine.available ? { DOCKER_HOST: engine.dockerHost } : {};
  const readme = { 'workbench.startupEditor': 'readme' };
  const server = await startServer(workbench, { extensionsDir, settings: { ...settings, ...readme }, env });
  say('editor', `open ${workbenchUrl(server, { folder: playground })} in a browser; Ctrl-C ends it`);
}
