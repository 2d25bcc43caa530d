import {
  Disposable,
  EventEmitter,
  window,
  workspace,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { Emulator } from '../../core/emulator/createEmulator.ts';
import { readSettings } from '../settings.ts';
import type { WorkspaceFunctions } from '../workspaceFunctions.ts';
import { functionRow } from './functionRow.ts';
import { timeLeft } from './functionState.ts';
import { adoptableRow, apiRow } from './otherRows.ts';
import type { Row } from './row.ts';
import { treeItem } from './treeItem.ts';
import { renewed, type TreeNode } from './treeNode.ts';

/** So many are shown with their details at once. */
const fewFunctions = 3;
const secondMs = 1000;

/** The view "Functions": draws the emulator's snapshot, and again only what has changed in it. */
export class FunctionTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly #emulator: Emulator;
  readonly #functions: WorkspaceFunctions;
  readonly #changed = new EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: TreeView<TreeNode>;
  readonly #subscriptions: Disposable;
  #nodes: readonly TreeNode[] = [];
  /** Counts the seconds of what starts. */
  #second: NodeJS.Timeout | undefined;

  constructor(emulator: Emulator, functions: WorkspaceFunctions) {
    this.#emulator = emulator;
    this.#functions = functions;
    this.view = window.createTreeView('fcContainer.functions', { treeDataProvider: this, showCollapseAll: true });
    const update = (): void => this.#update();
    this.#subscriptions = Disposable.from(
      this.view,
      this.view.onDidChangeVisibility(update),
      new Disposable(emulator.onDidChange(update)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('fcContainer.nonWebFunctions')) update();
      }),
      this.#changed,
    );
  }

  getTreeItem(node: TreeNode): TreeItem {
    return treeItem(node);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node !== undefined) return [...node.children];
    await this.#functions.ready();
    this.#nodes = renewed(this.#nodes, this.#rows()).nodes;
    return [...this.#nodes];
  }

  dispose(): void {
    clearTimeout(this.#second);
    this.#subscriptions.dispose();
  }

  #update(): void {
    const { nodes, moved, changed } = renewed(this.#nodes, this.#rows());
    this.#nodes = nodes;
    if (moved) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire([...changed]);
    clearTimeout(this.#second);
    if (this.#isCounting()) this.#second = setTimeout(() => this.#update(), secondMs);
  }

  #rows(): readonly Row[] {
    const { functions, adoptable, gatewayUrl } = this.#emulator.snapshot();
    const { nonWebFunctions } = readSettings();
    const context = { now: new Date(), unfolded: functions.length <= fewFunctions, nonWebFunctions };
    return [
      ...functions.map((snapshot) => functionRow(snapshot, context)),
      ...adoptable.map(adoptableRow),
      ...(gatewayUrl === undefined ? [] : [apiRow(gatewayUrl)]),
    ];
  }

  #isCounting(): boolean {
    if (!this.view.visible) return false;
    const now = new Date();
    return this.#emulator
      .snapshot()
      .functions.some(({ instances }) => instances.some((instance) => timeLeft(instance, now) !== undefined));
  }
}
