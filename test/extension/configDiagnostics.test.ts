import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { DiagnosticSeverity } from 'vscode';
import { applyFix, fixesOf, problems, shown } from './support/diagnostics.ts';
import { closeEditors, configText, newName, remove, textOf, typeInto, write } from './support/workspaceFiles.ts';

describe('diagnostics of s.yaml', () => {
  let name: string;
  let file: string;
  beforeEach(() => {
    name = newName('checked');
    file = `${name}/s.yaml`;
  });
  afterEach(async () => {
    await closeEditors();
    await remove(name);
  });

  it('stand exactly on the value that is wrong', async () => {
    await write(file, configText(name, { props: ['cpu: 99', 'memroySize: 512'] }));
    await shown(file, ['10:11-10:13 error invalid-cpu', '11:6-11:16 information unknown-property']);
    const [cpu] = problems(file);
    assert.equal(cpu!.source, 'Function Compute');
    assert.equal(cpu!.severity, DiagnosticSeverity.Error);
    assert.match(cpu!.message, /^cpu must be .*, not 99\.$/);
  });

  it('go when the file is put right or deleted by another program', async () => {
    await write(file, configText(name, { port: 70_000 }));
    await shown(file, ['12:14-12:19 error invalid-port']);
    await write(file, configText(name));
    await shown(file, []);
    await write(file, configText('9lives'));
    await shown(file, ['7:20-7:26 error invalid-function-name']);
    await remove(file);
    await shown(file, []);
  });

  it('say where YAML ends to be YAML', async () => {
    await write(file, `${configText(name)}  : [\n`);
    await shown(file, [/^\d+:\d+-\d+:\d+ error yaml-syntax$/]);
  });

  it('can be mended by a quick fix', async () => {
    await write(file, configText(name, { props: ['cpu: "0.5"'] }));
    await shown(file, ['10:11-10:16 error invalid-cpu']);
    await applyFix(file, 'Write 0.5');
    assert.match(await textOf(file), /^ {6}cpu: 0\.5$/m);
    await shown(file, []);
  });

  it('offer no fix for a place that has moved in the editor', async () => {
    await write(file, configText(name, { props: ['cpu: "0.5"'] }));
    await shown(file, ['10:11-10:16 error invalid-cpu']);
    assert.equal((await fixesOf(file)).length, 1);
    await typeInto(file, '# a line above\n');
    assert.deepEqual(await fixesOf(file), []);
  });
});
