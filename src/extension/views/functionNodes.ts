import path from 'node:path';
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import { isAlive } from '../../core/instance/instanceMoves.ts';
import type { FunctionSource } from '../../core/workspace/functionSource.ts';
import { functionState, imageText, stateText, type FunctionState } from './functionState.ts';

/** A row of the tree. `function` lets commands of its menu know what they are about (see `FunctionTarget`). */
export interface Node {
  readonly item: TreeItem;
  readonly children: readonly Node[];
  readonly function?: string;
  /** Of a folder that may be adopted. */
  readonly dockerfile?: string;
}

export function isNode(value: object): value is Node {
  return 'item' in value && value.item instanceof TreeItem;
}

const icons: Readonly<Record<FunctionState, ThemeIcon>> = {
  stopped: new ThemeIcon('circle-outline'),
  building: new ThemeIcon('loading~spin'),
  starting: new ThemeIcon('loading~spin'),
  stopping: new ThemeIcon('loading~spin'),
  running: new ThemeIcon('circle-filled', new ThemeColor('testing.iconPassed')),
  failed: new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
};

/** @param expanded whether a row that was never folded shows its details */
export function functionNode(snapshot: FunctionSnapshot, expanded: boolean): Node {
  const { spec } = snapshot;
  const state = functionState(snapshot);
  const { Expanded, Collapsed } = TreeItemCollapsibleState;
  const item = new TreeItem(spec.functionName, expanded ? Expanded : Collapsed);
  item.id = spec.id;
  item.description = stateText(snapshot);
  item.iconPath = icons[state];
  // words, so that menus match by word; `starting` can be stopped, everything else that is not running can be started
  const verbs: Partial<Record<FunctionState, string>> = {
    running: 'running',
    starting: 'running',
    stopped: 'stopped',
    failed: 'stopped',
  };
  item.contextValue = ['function', verbs[state] ?? 'busy'].join(' ');
  item.tooltip = tooltip(snapshot);
  item.accessibilityInformation = { label: `${spec.functionName}, ${stateText(snapshot)}, ${imageText(snapshot)}` };
  return { item, function: spec.id, children: [imageNode(snapshot), portNode(snapshot)] };
}

function imageNode(snapshot: FunctionSnapshot): Node {
  const { spec } = snapshot;
  const { image } = spec.container;
  const item = new TreeItem(image === '' ? 'no image' : path.posix.basename(image));
  item.id = `${spec.id} image`;
  item.description = imageText(snapshot);
  item.iconPath = new ThemeIcon('package');
  item.tooltip = image;
  return { item, function: spec.id, children: [] };
}

function portNode({ spec, instance }: FunctionSnapshot): Node {
  const item = new TreeItem(`CAPort ${spec.container.port}`);
  item.id = `${spec.id} port`;
  item.iconPath = new ThemeIcon('plug');
  if (instance !== undefined && isAlive(instance.state)) {
    item.description = `127.0.0.1:${instance.hostPort} · ${instance.state}`;
    item.tooltip = instance.instanceId;
  }
  return { item, function: spec.id, children: [] };
}

export function adoptableNode({ folder, dockerfile }: FunctionSource): Node {
  const item = new TreeItem(path.basename(folder));
  item.id = `adoptable ${folder}`;
  item.description = 'Dockerfile without s.yaml';
  item.iconPath = new ThemeIcon('file-code');
  item.contextValue = 'adoptable';
  item.tooltip = dockerfile ?? folder;
  if (dockerfile !== undefined)
    item.command = { command: 'vscode.open', title: 'Open Dockerfile', arguments: [Uri.file(dockerfile)] };
  return { item, children: [], ...(dockerfile === undefined ? {} : { dockerfile }) };
}

function tooltip(snapshot: FunctionSnapshot): MarkdownString {
  const { spec, startFailure } = snapshot;
  const text = new MarkdownString();
  text.appendMarkdown('**').appendText(spec.functionName).appendMarkdown('** ').appendText(stateText(snapshot));
  const rows: (readonly [string, string])[] = [
    ['Image', `${spec.container.image} ${imageText(snapshot)}`],
    ['CAPort', String(spec.container.port)],
    [
      'Resources',
      `${spec.cpu} vCPU, ${spec.memorySize} MB, timeout ${spec.timeout} s, concurrency ${spec.instanceConcurrency}`,
    ],
    ['Declared in', spec.configFile],
  ];
  for (const [name, value] of rows) text.appendMarkdown(`\n\n${name}: `).appendText(value);
  if (startFailure !== undefined)
    text.appendMarkdown('\n\n').appendText([startFailure.message, ...startFailure.found].join(' '));
  return text;
}
