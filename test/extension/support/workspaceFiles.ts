import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commands, Position, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { run } from './commands.ts';
import { eventually } from './eventually.ts';

/** An absolute path in the folder that is open. */
export function inWorkspace(...names: readonly string[]): string {
  return path.join(workspace.workspaceFolders![0]!.uri.fsPath, ...names);
}

export function uriOf(...names: readonly string[]): Uri {
  return Uri.file(inWorkspace(...names));
}

/** Writes a file as another program would. */
export async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(inWorkspace(file)), { recursive: true });
  await writeFile(inWorkspace(file), text);
}

export async function remove(file: string): Promise<void> {
  await rm(inWorkspace(file), { recursive: true, force: true });
}

let names = 0;

/**
 * A name no test has used: of a folder that is removed and made again in a moment the editor is not told, and keeps
 * the documents it had.
 */
export function newName(word: string): string {
  return `${word}${++names}`;
}

export async function textOf(file: string): Promise<string> {
  return readFile(inWorkspace(file), 'utf8');
}

/** A file as the editor has it, no older than it is on disk. */
export async function openDocument(file: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uriOf(file));
  const text = await textOf(file);
  return eventually(() => {
    assert.ok(document.isDirty || document.getText() === text, `the editor has another ${file}`);
    return document;
  });
}

/** Types at the beginning of a file, without saving it. */
export async function typeInto(file: string, text: string): Promise<void> {
  await window.showTextDocument(await openDocument(file));
  const edit = new WorkspaceEdit();
  edit.insert(uriOf(file), new Position(0, 0), text);
  assert.ok(await workspace.applyEdit(edit), `${file} cannot be edited`);
}

/** Replaces words in a file that is open, without saving it. */
export async function replaceIn(file: string, words: string, others: string): Promise<void> {
  const document = await openDocument(file);
  const offset = document.getText().indexOf(words);
  const edit = new WorkspaceEdit();
  const range = new Range(document.positionAt(offset), document.positionAt(offset + words.length));
  edit.replace(document.uri, range, others);
  assert.ok(await workspace.applyEdit(edit), `${file} cannot be edited`);
}

/** Closes every editor; what was typed and not saved is gone. */
export async function closeEditors(): Promise<void> {
  while (window.activeTextEditor !== undefined)
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

export interface FunctionFiles {
  readonly image?: string;
  readonly port?: number;
  readonly dockerfile?: string;
  /** Further lines of `props`. */
  readonly props?: readonly string[];
}

/** Puts a function into the folder of its name, and makes it known. */
export async function writeFunction(name: string, files: FunctionFiles = {}): Promise<void> {
  await write(`${name}/s.yaml`, configText(name, files));
  if (files.dockerfile !== undefined) await write(`${name}/Dockerfile`, files.dockerfile);
  await run('fcContainer.functions.refresh');
}

export function configText(
  name: string,
  { image = `fc-containers-tests/${name}:v1`, port = 9000, props = [] }: FunctionFiles = {},
): string {
  return [
    'edition: 3.0.0',
    'name: tests',
    'resources:',
    '  function:',
    '    component: fc3',
    '    props:',
    '      region: cn-hangzhou',
    `      functionName: ${name}`,
    '      runtime: custom-container',
    '      code: ./',
    ...props.map((line) => `      ${line}`),
    '      customContainerConfig:',
    `        image: ${image}`,
    `        port: ${port}`,
    '',
  ].join('\n');
}

/** A Dockerfile on the base image of the tests. */
export function nodeDockerfile(...lines: readonly string[]): string {
  return ['FROM fc-containers/node:22', ...lines, ''].join('\n');
}

/** A start command, as a list, that serves on `address` and stops when it is told to. */
export function serverCommand(address: string): string {
  const [host = '', port = ''] = address.split(':');
  const listen = `require('http').createServer((q, r) => r.end('ok')).listen(${port}, '${host}')`;
  return JSON.stringify(['node', '-e', `${listen}; process.on('SIGTERM', () => process.exit())`]);
}

/** Changes settings for the workspace, `undefined` takes one back. */
export async function configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = workspace.getConfiguration('fcContainer');
  for (const [name, value] of Object.entries(settings)) await configuration.update(name, value, false);
}
