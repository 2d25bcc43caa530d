import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

/** "Environment variables" docs: 4 KB for all of them together. */
const mostBytes = 4096;
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

  const encoder = new TextEncoder();
  const bytes = Object.entries(values).reduce((sum, pair) => sum + encoder.encode(pair.join('')).length, 0);
  const range = props.entry('environmentVariables')?.keyRange;
  if (bytes > mostBytes && range !== undefined) {
    const message = `The environment variables have ${bytes} bytes together; ${mostBytes} are allowed.`;
    findings.add('environment-too-large', range, message);
  }
  return values;
}
