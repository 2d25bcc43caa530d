// @ts-check
// npm start
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setUp } from './setup/index.mjs';
import { inRepository } from './shared/repository.mjs';
import { findOnPath, run } from './shared/run.mjs';
import { say } from './shared/say.mjs';

const playground = inRepository('out', 'playground');
const welcome = `# Playground

The folder **hello** holds a function from the Node.js template.

1. Open **Function Compute** in the activity bar.
2. Point at **hello** in the tree: build its image, start it, invoke it.
3. Send it an event or an HTTP request from **Invoke** below the tree.
4. Watch the output channel **Function Compute**: it speaks as Function Compute itself does.
5. Change \`EXPOSE\` or delete \`CMD\` in the Dockerfile and see what is said about it.
`;

const desktop = findOnPath('code');
const { engine, workbench } = await setUp({ engine: true, workbench: desktop ? false : 'without browser' });
const settings = await sampleSettings();
// Only now, when the dependencies are there.
const { packageVsix } = await import('./package.mjs');
const { vsix } = await packageVsix();
await writeSample();
await (desktop ? openDesktop(desktop) : serve());

/** Settings with which the sample builds here. */
async function sampleSettings() {
  if (!engine.available) return {};
  const { templateSettings } = await import('./setup/templateSettings.mjs');
  const base = await templateSettings(engine);
  return base.available ? base.settings : {};
}

/** A function to begin with; what the person changed in an earlier one stays. */
async function writeSample() {
  await mkdir(playground, { recursive: true });
  await writeFile(path.join(playground, 'README.md'), welcome);
  const folder = path.join(playground, 'hello');
  if (existsSync(folder)) return;
  const { createFunction } = createRequire(import.meta.url)(inRepository('dist/headless.cjs'));
  await createFunction({ template: 'nodejs', name: 'hello', folder }, inRepository('media/templates'));
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
