import type { FunctionSpec } from './functionSpec.ts';

/**
 * Whether a function's image runs once for each event and serves nothing (docs: custom container, "run non-interactive
 * images"). `s.yaml` of Function Compute 3.0 has no word for it: the one of 2.0 counts here, and a list in the settings.
 * @param listed resource or function names
 */
export function isNonWeb({ container, functionName, resource }: FunctionSpec, listed: readonly string[]): boolean {
  return container.webServerMode === false || listed.includes(functionName) || listed.includes(resource);
}
