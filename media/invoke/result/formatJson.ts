export interface JsonToken {
  readonly kind: 'name' | 'string' | 'number' | 'word' | 'mark';
  readonly text: string;
}

const tokens = /"(?:[^"\\]+|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Sets valid JSON on lines of its own. It moves the tokens and does not touch them: numbers beyond 2^53, the order of
 * names and names that come twice stay as the function wrote them, where `JSON.parse` would change them.
 */
export function formatJson(json: string): JsonToken[] {
  const found = json.match(tokens) ?? [];
  const formatted: JsonToken[] = [];
  let depth = 0;
  const put = (kind: JsonToken['kind'], text: string) => formatted.push({ kind, text });
  const newLine = () => put('mark', `\n${'  '.repeat(depth)}`);

  for (const [index, token] of found.entries()) {
    const next = found[index + 1] ?? '';
    const previous = found[index - 1] ?? '';
    if (token === '}' || token === ']') {
      depth -= 1;
      if (previous !== '{' && previous !== '[') newLine();
      put('mark', token);
    } else if (token === '{' || token === '[') {
      put('mark', token);
      depth += 1;
      if (next !== '}' && next !== ']') newLine();
    } else if (token === ',') {
      put('mark', token);
      newLine();
    } else if (token === ':') {
      put('mark', ': ');
    } else {
      put(kindOf(token, next), token);
    }
  }
  return formatted;
}

function kindOf(token: string, next: string): JsonToken['kind'] {
  if (token.startsWith('"')) return next === ':' ? 'name' : 'string';
  return /^[-\d]/.test(token) ? 'number' : 'word';
}
