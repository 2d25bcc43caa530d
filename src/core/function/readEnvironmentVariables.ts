import { environmentProblem } from './environmentSize.ts';
import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

/** The docs name letters and digits and use `_` in their own samples. */
const keyRule = /^[A-Za-z][A-Za-z0-9_]*$/;

export function readEnvironmentVariables(
  props: PropertyReader,
  findings: SpecFindings,
): Readonly<Record<string, string>> {
  const map = props.map('environmentVariables');
  const values: Record<string, string> = {};
  for (const { key, keyRange, node } of map?.entries() ?? []) {
    if (!keyRule.test(key)) {
      const message = `An environment variable's name begins with a letter and has letters, digits and "_" only: ${key}.`;
      findings.add('invalid-environment-variable', keyRange, message);
      continue;
    }
    if (/^FC_/i.test(key)) {
      const message = `Names beginning with FC_ are reserved for the platform: ${key} cannot be set.`;
      findings.add('reserved-environment-variable', keyRange, message);
    }
    const value = node.kind === 'nothing' ? '' : map?.text(key, 'invalid-environment-variable');
    if (value !== undefined) values[key] = value;
  }

  const problem = environmentProblem(values);
  const range = props.entry('environmentVariables')?.keyRange;
  if (problem !== undefined && range !== undefined) findings.add('environment-too-large', range, problem);
  return values;
}
