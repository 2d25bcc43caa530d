import path from 'node:path';
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import type { Instance, InstanceState } from '../../core/instance/instance.ts';
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
  return {
    item,
    function: spec.id,
    children: [imageNode(snapshot), urlNode(snapshot), ...snapshot.instances.map((instance) => instanceNode(spec.id, instance))],
  };
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

function urlNode({ spec, url }: FunctionSnapshot): Node {
  const item = new TreeItem(`CAPort ${spec.container.port}`);
  item.id = `${spec.id} port`;
  item.iconPath = new ThemeIcon('plug');
  if (url !== undefined) item.description = url;
  return { item, function: spec.id, children: [] };
}

const instanceIcons: Readonly<Record<InstanceState, ThemeIcon>> = {
  starting: new ThemeIcon('loading~spin'),
  initializing: new ThemeIcon('loading~spin'),
  idle: new ThemeIcon('vm-active'),
  busy: new ThemeIcon('vm-running'),
  frozen: new ThemeIcon('vm-outline'),
  draining: new ThemeIcon('loading~spin'),
  stopped: new ThemeIcon('vm-outline'),
  failed: new ThemeIcon('error'),
};

function instanceNode(functionId: string, { instanceId, state, healthy, coldStart }: Instance): Node {
  const item = new TreeItem(instanceId);
  item.id = `${functionId} ${instanceId}`;
  item.iconPath = instanceIcons[state];
  const start = coldStart === undefined ? '' : ` · started in ${Math.round(coldStart.totalMs)} ms`;
  item.description = `${healthy ? state : 'unhealthy'}${start}`;
  return { item, function: functionId, children: [] };
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
