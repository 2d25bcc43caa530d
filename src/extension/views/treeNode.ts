import { isDeepStrictEqual } from 'node:util';
import type { Row } from './row.ts';

/** What stands for a row in the editor: it stays the same one while the row changes. */
export class TreeNode {
  #row: Row;
  #children: readonly TreeNode[];

  constructor(row: Row) {
    this.#row = row;
    this.#children = (row.children ?? []).map((child) => new TreeNode(child));
  }

  get row(): Row {
    return this.#row;
  }

  get children(): readonly TreeNode[] {
    return this.#children;
  }

  /** These let commands of its menu know what they are about (see `FunctionTarget`, `OpenTarget`). */
  get function(): string | undefined {
    return this.#row.function;
  }

  get at(): string | undefined {
    return this.#row.at;
  }

  get dockerfile(): string | undefined {
    return this.#row.dockerfile;
  }

  /** Takes the row as it is now. @returns the nodes to draw again; with a node all below it is drawn */
  renew(row: Row): readonly TreeNode[] {
    const looksTheSame = isDeepStrictEqual(looksOf(this.#row), looksOf(row));
    const { nodes, moved, changed } = renewed(this.#children, row.children ?? []);
    this.#row = row;
    this.#children = nodes;
    return looksTheSame && !moved ? changed : [this];
  }
}

export interface Renewed {
  readonly nodes: readonly TreeNode[];
  /** Some have come or gone, or the order is another. */
  readonly moved: boolean;
  /** Those to draw again where they are. */
  readonly changed: readonly TreeNode[];
}

/** The nodes for these rows: those there were, as far as they are about the same. */
export function renewed(before: readonly TreeNode[], rows: readonly Row[]): Renewed {
  const known = new Map(before.map((node) => [node.row.id, node]));
  const changed: TreeNode[] = [];
  const nodes = rows.map((row) => {
    const node = known.get(row.id);
    if (node === undefined) return new TreeNode(row);
    changed.push(...node.renew(row));
    return node;
  });
  const moved = nodes.length !== before.length || nodes.some((node, index) => node !== before[index]);
  return { nodes, moved, changed };
}

function looksOf(row: Row): Row {
  return { ...row, children: undefined };
}
