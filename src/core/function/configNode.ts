import { isAlias, isMap, isScalar, isSeq, type Alias, type Node } from 'yaml';
import type { TextRange } from '../shared/finding.ts';
import { hasExpression, resolveExpressions, variablePath } from './expressions.ts';

/** What a node needs to know of the file around it. */
export interface ConfigScope {
  rangeOf(node: Node): TextRange | undefined;
  /** The node an alias stands for. */
  anchored(alias: Alias): Node | undefined;
  /** The value of the top-level key `vars`. */
  readonly vars: Node | undefined;
  /** Whether one more merge or variable may be followed: texts made to explode stop here. */
  mayFollow(): boolean;
}

export interface ConfigEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly node: ConfigNode;
}

interface ConfigPair {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: Node | undefined;
}

/** Merges and variables may go round in circles; nothing real nests deeper than this. */
const deepest = 16;
/** Longer variables are not put into other texts. */
const longestVariable = 4096;

/** A value of `s.yaml` with its place in the text; aliases, merge keys and `${vars.…}` are seen through. */
export class ConfigNode {
  readonly #scope: ConfigScope;
  readonly #node: Node | undefined;
  readonly #depth: number;
  /** Where the value is written; its key when it has none. */
  readonly range: TextRange;

  constructor(scope: ConfigScope, node: Node | undefined, range: TextRange, depth = 0) {
    this.#scope = scope;
    this.#node = isAlias(node) ? scope.anchored(node) : node;
    this.#depth = depth;
    this.range = range;
  }

  get kind(): 'map' | 'list' | 'text' | 'number' | 'boolean' | 'nothing' {
    if (isMap(this.#node)) return 'map';
    if (isSeq(this.#node)) return 'list';
    const { scalar } = this;
    if (typeof scalar === 'string') return 'text';
    if (typeof scalar === 'number') return 'number';
    return typeof scalar === 'boolean' ? 'boolean' : 'nothing';
  }

  /** The value of a scalar, expressions resolved as far as this file allows; `undefined` for everything else. */
  get scalar(): string | number | boolean | undefined {
    const value: unknown = isScalar(this.#node) ? this.#node.value : undefined;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value !== 'string') return undefined;
    if (!hasExpression(value)) return value;
    return resolveExpressions(value, (path) => {
      const found = this.#variable(path, this.range)?.scalar;
      return typeof found === 'string' && found.length > longestVariable ? undefined : found;
    });
  }

  /** A scalar as text, numbers exactly as written: `1.0` stays `1.0`. */
  get written(): string {
    const { scalar } = this;
    if (typeof scalar === 'string') return scalar;
    return (isScalar(this.#node) ? this.#node.source : undefined) ?? String(scalar ?? '');
  }

  /** Only Serverless Devs knows the value: it contains a `${…}` this file does not answer. */
  get isExpression(): boolean {
    const { scalar } = this;
    return typeof scalar === 'string' && hasExpression(scalar);
  }

  get(key: string): ConfigNode | undefined {
    return this.entry(key)?.node;
  }

  entry(key: string): ConfigEntry | undefined {
    for (const { keyRange, value, ...pair } of this.#pairs())
      if (pair.key === key) return { key, keyRange, node: this.#child(value, keyRange) };
    return undefined;
  }

  /** The entries of a map, own keys before merged ones, each key once. */
  entries(): readonly ConfigEntry[] {
    const found = new Map<string, ConfigEntry>();
    for (const { key, keyRange, value } of this.#pairs())
      if (!found.has(key)) found.set(key, { key, keyRange, node: this.#child(value, keyRange) });
    return [...found.values()];
  }

  items(): readonly ConfigNode[] {
    if (!isSeq(this.#node)) return [];
    return this.#node.items.map((item) => this.#child(item as Node, this.range));
  }

  *#pairs(): Generator<ConfigPair> {
    if (!isMap(this.#node)) return;
    const merged: ConfigPair[] = [];
    for (const { key, value } of this.#node.items) {
      if (!isScalar(key)) continue;
      const pair = {
        key: String(key.value),
        keyRange: this.#scope.rangeOf(key) ?? this.range,
        value: (value ?? undefined) as Node | undefined,
      };
      if (pair.key === '<<') merged.push(pair);
      else yield pair;
    }
    for (const { value, keyRange } of merged) {
      if (this.#depth >= deepest || !this.#scope.mayFollow()) return;
      const source = this.#child(value, keyRange);
      for (const map of source.kind === 'list' ? source.items() : [source]) yield* map.#pairs();
    }
  }

  #child(node: Node | undefined, keyRange: TextRange): ConfigNode {
    const range = (node === undefined ? undefined : this.#scope.rangeOf(node)) ?? keyRange;
    const text = isScalar(node) && typeof node.value === 'string' ? node.value : '';
    const path = hasExpression(text) ? variablePath(text) : undefined;
    const variable = path === undefined ? undefined : this.#variable(path, range);
    return variable ?? new ConfigNode(this.#scope, node, range, this.#depth + 1);
  }

  /** The variable's value, as if written at `range`. */
  #variable(path: readonly string[], range: TextRange): ConfigNode | undefined {
    if (this.#depth >= deepest || !this.#scope.mayFollow()) return undefined;
    let node: ConfigNode | undefined = new ConfigNode(this.#scope, this.#scope.vars, range, this.#depth + 1);
    for (const key of path) node = node?.get(key);
    if (node === undefined || node.kind === 'nothing') return undefined;
    return new ConfigNode(this.#scope, node.#node, range, node.#depth);
  }
}
