import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { commands, env, extensions, type Extension } from 'vscode';
import { eventually } from './support/eventually.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly icon: string }[] };
}

function extension(): Extension<unknown> {
  const found = extensions.getExtension('fc-containers.fc-containers');
  assert.ok(found, 'it is not installed');
  return found;
}

function contributedCommands(): Manifest['contributes']['commands'] {
  return (extension().packageJSON as Manifest).contributes.commands;
}

// The first file of the run: nothing has used the extension yet.
describe('activation', () => {
  it('comes by itself in a workspace with an s.yaml', async () => {
    await eventually(() => assert.ok(extension().isActive), 20_000);
  });

  it('does not load the engine client', () => {
    const ours = Object.keys(require.cache).filter((file) => file.startsWith(extension().extensionPath));
    assert.deepEqual(
      ours.map((file) => path.basename(file)),
      ['extension.cjs'],
    );
  });

  it('registers every contributed command, and no other', async () => {
    const contributed = contributedCommands().map(({ command }) => command);
    const isOurs = (id: string): boolean => /^fcContainer\./.test(id) && !ofViews.test(id);
    const ofViews = /^fcContainer\.(functions|invoke)\.(?!refresh$)/; // focus, open, resetViewLocation…
    const registered = (await commands.getCommands(true)).filter(isOurs);
    assert.deepEqual(registered.sort(), contributed.toSorted());
  });

  it('uses icons the editor has', () => {
    const workbench = readFileSync(path.join(env.appRoot, 'out/vs/code/browser/workbench/workbench.js'), 'utf8');
    for (const { command, icon } of contributedCommands()) {
      const name = /^\$\(([a-z-]+)\)$/.exec(icon)?.[1];
      assert.ok(name !== undefined && workbench.includes(`("${name}",`), `${command}: ${icon}`);
    }
  });
});
