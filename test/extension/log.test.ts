import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, Selection, Uri, window, workspace, type TextDocument } from 'vscode';
import { parseLogText } from '../../src/core/log/logText.ts';
import { refused, run } from './support/commands.ts';
import { removeImage } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import { closeEditors, newName, nodeDockerfile, remove, writeFunction } from './support/workspaceFiles.ts';

const name = newName('logged');
const image = `fc-containers-tests/${name}:v1`;
const server = [
  "const server = require('http').createServer((request, response) => {",
  "  console.log('asked for ' + request.url);",
  "  if (request.url === '/flood') for (let line = 0; line < 50000; line++) console.log('line ' + line);",
  // what a call prints is known as its own while the call lasts: on a busy machine output takes its time
  "  setTimeout(() => response.end('ok'), 200);",
  '});',
  "server.listen(9000, '0.0.0.0', () => console.log('listening'));",
  "process.on('SIGTERM', () => process.exit());",
].join(' ');

/** Calls the function and gives the id of the request. */
async function call(url: string): Promise<string> {
  return (await run('fcContainer.function.invoke', { function: name, mode: 'http', path: url })).requestId;
}

/** The document in front, once it is about this. */
function documentInFront(head: RegExp): TextDocument {
  const document = window.activeTextEditor?.document;
  assert.match(document?.lineAt(0).text ?? '', head);
  assert.equal(document?.languageId, 'fc-log');
  return document;
}

/** What the output channel holds. */
function panelText(): string {
  const panel = workspace.textDocuments.find(
    ({ uri, languageId }) => uri.scheme === 'output' && languageId === 'fc-log',
  );
  assert.ok(panel, 'the panel is not open');
  return panel.getText();
}

describe('the log', () => {
  let first: string;
  let second: string;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'fc-log-'));
    await writeFunction(name, { dockerfile: nodeDockerfile(`CMD ["node", "-e", ${JSON.stringify(server)}]`) });
    await run('fcContainer.image.build', { function: name });
    await run('fcContainer.instance.start', { function: name });
    first = await call('/first');
    second = await call('/second');
    await eventually(async () => {
      await run('fcContainer.log.showFunction', { function: name });
      assert.match(documentInFront(/^# Log of/).getText(), new RegExp(`End RequestId: ${second}[^]*Duration`));
    });
  });
  after(async () => {
    // a panel that has the focus counts as an editor
    await commands.executeCommand('workbench.action.closePanel');
    await closeEditors();
    await run('fcContainer.instance.stop', name).catch(() => undefined);
    await removeImage(image);
    await remove(name);
    await rm(folder, { recursive: true });
  });

  it('of one request has that request’s lines and no other', async () => {
    await run('fcContainer.log.showRequest', { requestId: first });
    const text = documentInFront(new RegExp(`^# Log of request ${first}, ${name} on c-`)).getText();
    const texts = text
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/^[\d:.]{12} \[\w+\] /, ''));
    assert.equal(texts[0], `FC Invoke Start RequestId: ${first}`);
    assert.ok(texts.includes('asked for /first'), text);
    assert.ok(texts.includes(`FC Invoke End RequestId: ${first}`), text);
    assert.doesNotMatch(text, /second/);
  });

  it('of one function has its build, its start and its calls, and is read again when it is shown again', async () => {
    const { lines } = await run('fcContainer.log.showFunction', name);
    const text = documentInFront(new RegExp(`^# Log of ${name}, from \\d{4}-\\d\\d-\\d\\d on$`)).getText();
    assert.match(text, /FROM fc-containers\/node:22[^]*listening[^]*asked for \/first[^]*asked for \/second/);
    assert.equal(lines, text.split('\n').length - 2);
    const third = await call('/third');
    await eventually(async () => {
      await run('fcContainer.log.showFunction', name);
      assert.match(documentInFront(/^# Log of/).getText(), new RegExp(`End RequestId: ${third}`));
    });
  });

  it('of the request under the cursor is shown without a question', async () => {
    await run('fcContainer.log.showFunction', name);
    const document = documentInFront(/^# Log of/);
    const at = document.positionAt(document.getText().indexOf(second) + 3);
    window.activeTextEditor!.selection = new Selection(at, at);
    await run('fcContainer.log.showRequest');
    documentInFront(new RegExp(`^# Log of request ${second}`));
  });

  it('of the request in the selection is shown without a question', async () => {
    const document = await workspace.openTextDocument({ content: `see ${first}, please` });
    await window.showTextDocument(document, { selection: new Selection(0, 0, 0, 60) });
    await run('fcContainer.log.showRequest');
    documentInFront(new RegExp(`^# Log of request ${first}`));
  });

  it('of the request whose result is open is shown without a question', async () => {
    await window.showTextDocument(Uri.from({ scheme: 'fc-invocation', path: `/${name} ${second}.http` }));
    await run('fcContainer.log.showRequest');
    documentInFront(new RegExp(`^# Log of request ${second}`));
  });

  it('of a request nobody has heard of says so', async () => {
    const { lines } = await run('fcContainer.log.showRequest', { requestId: '1-00000000-00000000-000000000000' });
    assert.equal(lines, 0);
    documentInFront(/^# Log of request 1-0+-0+-0+: no line yet$/);
  });

  it('is saved with every line, each as it can be read back', async () => {
    const file = path.join(folder, 'saved.fclog');
    assert.deepEqual(await run('fcContainer.log.save', { path: file }), { path: file });
    const texts = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const lines = texts.flatMap((text) => parseLogText(text) ?? []);
    assert.equal(lines.length, texts.length);
    const found = lines.find(({ text }) => text === 'asked for /second');
    assert.equal(`${found?.functionName} ${found?.source} ${found?.requestId}`, `${name} stdout ${second}`);
  });

  it('is saved whole after a flood that no panel could show', async () => {
    await run('fcContainer.log.show');
    await call('/flood');
    const file = path.join(folder, 'flood.fclog');
    // the last lines may come after the answer
    const lines = await eventually(async () => {
      await run('fcContainer.log.save', { path: file });
      const texts = (await readFile(file, 'utf8')).split('\n').map((text) => parseLogText(text)?.text ?? '');
      assert.ok(texts.includes('line 49999'));
      return texts.filter((text) => text.startsWith('line '));
    });
    assert.deepEqual([lines.length, lines[0], lines.at(-1)], [50_000, 'line 0', 'line 49999']);
    await eventually(() => assert.match(panelText(), /\] line 49999\n/));
  });

  it('is not saved where it cannot be, and says so', async () => {
    const missing = path.join(folder, 'nowhere', 'saved.fclog');
    const error = await refused('FolderNotWritable', 'fcContainer.log.save', { path: missing });
    assert.equal(error.message, `The log could not be written to ${missing}.`);
    await refused('InvalidArgument', 'fcContainer.log.save', { path: 'saved.fclog' });
  });

  it('is cleared in the panel, and kept on disk', async () => {
    await run('fcContainer.log.show');
    await eventually(() => assert.match(panelText(), /asked for \/second/));
    await run('fcContainer.log.clear');
    await eventually(() => assert.doesNotMatch(panelText(), /asked for/));
    assert.ok((await run('fcContainer.log.showRequest', second)).lines > 2);
  });
});
