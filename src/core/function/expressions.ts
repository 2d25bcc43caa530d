/** Looks up `a.b` of `${vars.a.b}`; `undefined` when it is not a plain value in this file. */
export type VariableLookup = (path: readonly string[]) => string | number | boolean | undefined;

/** One Serverless Devs expression without another one inside: `${vars.region}`, `${env('REGION', 'cn-hangzhou')}`. */
const expression = /\$\{([^{}]*)\}/g;
const variable = /^\s*vars\.([\w.-]+)\s*$/;
const environmentWithDefault = /^\s*env\(\s*(?:'[^']*'|"[^"]*")\s*,\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*$/;

export function hasExpression(text: string): boolean {
  return text.includes('${');
}

/** The path when the whole text is one `${vars.…}`, which may then stand for a number, a list or a map. */
export function variablePath(text: string): readonly string[] | undefined {
  return /^\$\{\s*vars\.([\w.-]+)\s*\}$/.exec(text.trim())?.[1]?.split('.');
}

/**
 * Replaces what this file alone can answer: `${vars.x}` and the default of `${env('X', 'default')}`. Everything else
 * (`${env('X')}`, `${config(…)}`, `${resources.…}`, `${path(…)}`) is known to Serverless Devs only and stays as it is.
 */
export function resolveExpressions(text: string, lookup: VariableLookup): string {
  return text.replace(expression, (whole, inside: string) => {
    const path = variable.exec(inside)?.[1];
    if (path !== undefined) return String(lookup(path.split('.')) ?? whole);
    const fallback = environmentWithDefault.exec(inside);
    return fallback?.[1] ?? fallback?.[2] ?? whole;
  });
}
