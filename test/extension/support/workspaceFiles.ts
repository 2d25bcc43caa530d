import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Uri, workspace } from 'vscode';
import { run } from './commands.ts';

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

/** A start command that serves on `address`. */
export function serverCommand(address: string): string {
  const [host, port] = address.split(':');
  return `CMD ["node", "-e", "require('http').createServer((q, r) => r.end('ok')).listen(${port}, '${host}')"]`;
}

/** Changes settings for the workspace, `undefined` takes one back. */
export async function configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = workspace.getConfiguration('fcContainer');
  for (const [name, value] of Object.entries(settings)) await configuration.update(name, value, false);
}
