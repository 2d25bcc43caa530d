import type { ConfigNode } from './configNode.ts';

/** A value of `s.yaml` as plain data. */
export type ConfigValue =
  string | number | boolean | null | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

export type ConfigMap = Readonly<Record<string, ConfigValue>>;

/** An alias may stand for what it is written in, and a few aliases for millions of values: no real config has as many. */
const deepest = 16;
const mostValues = 2000;

/** An event source may need a password (fc3 `__tests__/complete-props.yaml`): it stays in the file. */
const secret = /password|secret/i;

/** The entries of a map as plain data, secrets left out. `onExpression` hears where a `${…}` is left in a text. */
export function plainMap(map: ConfigNode, path: string, onExpression: (path: string) => void): ConfigMap {
  let values = 0;

  const entriesOf = (node: ConfigNode, at: string, depth: number): ConfigMap => {
    const pairs: [string, ConfigValue][] = [];
    for (const { key, node: inner } of node.entries()) {
      if (secret.test(key)) continue;
      const value = valueOf(inner, `${at}.${key}`, depth + 1);
      if (value !== undefined) pairs.push([key, value]);
    }
    return Object.fromEntries(pairs);
  };

  const valueOf = (node: ConfigNode, at: string, depth: number): ConfigValue | undefined => {
    if (depth > deepest || ++values > mostValues) return undefined;
    if (node.kind === 'map') return entriesOf(node, at, depth);
    if (node.kind === 'list')
      return node.items().flatMap((item, index) => {
        const value = valueOf(item, `${at}[${index}]`, depth + 1);
        return value === undefined ? [] : [value];
      });
    if (node.isExpression) onExpression(at);
    return node.scalar ?? null;
  };

  return entriesOf(map, path, 0);
}
