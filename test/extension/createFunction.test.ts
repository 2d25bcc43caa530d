import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { window } from 'vscode';
import { refused, run } from './support/commands.ts';
import { inWorkspace, remove, write } from './support/workspaceFiles.ts';

const template = 'nodejs';

describe('fcContainer.function.create', () => {
  const folder = inWorkspace('made');
  afterEach(() => remove('made'));

  it('creates a function without a question, and knows it at once', async () => {
    const created = await run('fcContainer.function.create', { template, name: 'made', folder, caPort: 8123 });
    assert.equal(created.folder, folder);
    assert.deepEqual(created.files.map((file) => path.relative(folder, file)).toSorted(), [
      '.dockerignore',
      'Dockerfile',
      'README.md',
      's.yaml',
      'server.js',
    ]);
    assert.deepEqual((await readdir(folder)).sort(), [
      '.dockerignore',
      'Dockerfile',
      'README.md',
      's.yaml',
      'server.js',
    ]);
    const config = await readFile(path.join(folder, 's.yaml'), 'utf8');
    assert.match(config, /functionName: "made"/);
    assert.match(config, /port: 8123 /);
    assert.match(await readFile(path.join(folder, 'Dockerfile'), 'utf8'), /^EXPOSE 8123$/m);
    await run('fcContainer.function.open', 'made');
    assert.equal(window.activeTextEditor?.document.uri.fsPath, path.join(folder, 's.yaml'));
    assert.equal(window.activeTextEditor.document.getText(window.activeTextEditor.selection), '"made"');
  });

  it('takes CAPort 9000 when none is given', async () => {
    await run('fcContainer.function.create', { template: 'python', name: 'made', folder });
    assert.match(await readFile(path.join(folder, 's.yaml'), 'utf8'), /port: 9000 /);
  });

  it('writes nothing for a function that is there already', async () => {
    await run('fcContainer.function.create', { template, name: 'made', folder });
    const before = await stat(path.join(folder, 'server.js'));
    const again = await run('fcContainer.function.create', { template, name: 'made', folder });
    assert.deepEqual(again.files, []);
    assert.equal((await stat(path.join(folder, 'server.js'))).mtimeMs, before.mtimeMs);
  });

  it('keeps a file with other content, asking nobody', async () => {
    await write('made/server.js', '// mine\n');
    const { files } = await run('fcContainer.function.create', { template, name: 'made', folder });
    assert.equal(await readFile(path.join(folder, 'server.js'), 'utf8'), '// mine\n');
    assert.ok(!files.includes(path.join(folder, 'server.js')));
    assert.ok(files.includes(path.join(folder, 's.yaml')));
  });

  it('refuses a name the platform refuses, and leaves no folder behind', async () => {
    const error = await refused('NameInvalid', 'fcContainer.function.create', { template, name: '9lives', folder });
    assert.match(error.message, /"9lives" cannot be the name of a function/);
    assert.ok(error.hint);
    await assert.rejects(stat(folder), { code: 'ENOENT' });
  });

  it('refuses a folder that holds another function', async () => {
    await run('fcContainer.function.create', { template, name: 'made', folder });
    await refused('NameTaken', 'fcContainer.function.create', { template, name: 'other', folder });
    assert.match(await readFile(path.join(folder, 's.yaml'), 'utf8'), /functionName: "made"/);
  });

  it('refuses to replace an s.yaml without a function', async () => {
    await write('made/s.yaml', 'edition: 3.0.0\n');
    await refused('FileExists', 'fcContainer.function.create', { template, name: 'made', folder });
    assert.deepEqual(await readdir(folder), ['s.yaml']);
  });

  it('refuses an unknown template, a CAPort out of range and a relative folder', async () => {
    const id = 'fcContainer.function.create';
    await refused('InvalidArgument', id, { template: 'cobol', name: 'made', folder });
    await refused('InvalidArgument', id, { template, name: 'made', folder, caPort: 70_000 });
    await refused('InvalidArgument', id, { template, name: 'made', folder: 'made' });
    await assert.rejects(stat(folder), { code: 'ENOENT' });
  });

  it('says that a file is in the way of the folder', async () => {
    await write('made', 'a file\n');
    const error = await refused('FolderNotWritable', 'fcContainer.function.create', { template, name: 'made', folder });
    assert.ok(error.message.includes(folder));
  });
});
