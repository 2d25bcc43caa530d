import { EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Emulator } from '../../core/emulator/createEmulator.ts';
import type { WorkspaceFunctions } from '../workspaceFunctions.ts';
import { adoptableNode, functionNode, type Node } from './functionNodes.ts';

/** So many are shown with their details at once. */
const fewFunctions = 3;

/** The view "Functions": draws the emulator's snapshot, keeps nothing of its own. */
export class FunctionTree implements TreeDataProvider<Node> {
  readonly #emulator: Emulator;
  readonly #functions: WorkspaceFunctions;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(emulator: Emulator, functions: WorkspaceFunctions) {
    this.#emulator = emulator;
    this.#functions = functions;
    emulator.onDidChange(() => this.#changed.fire(undefined));
  }

  getTreeItem(node: Node): TreeItem {
    return node.item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) return [...node.children];
    await this.#functions.ready();
    const { functions, adoptable } = this.#emulator.snapshot();
    const expanded = functions.length <= fewFunctions;
    return [...functions.map((snapshot) => functionNode(snapshot, expanded)), ...adoptable.map(adoptableNode)];
  }
}
