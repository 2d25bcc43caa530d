import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import type { FunctionSpec } from '../../../src/core/function/functionSpec.ts';
import type { Finding } from '../../../src/core/shared/finding.ts';

export const configFile = '/ws/shop/s.yaml';

/** An `s.yaml` with one sound function, `props` set or replaced by lines of the test. */
export function configWith(props: string): string {
  const own = props.replace(/^\n/, '').replace(/\s+$/, '');
  const keys = [...own.matchAll(/^(\w+):/gm)].map(([, key]) => key);
  const sound = [
    'region: cn-hangzhou',
    'functionName: hello',
    'runtime: custom-container',
    'customContainerConfig:\n  image: shop/hello:v1',
  ].filter((line) => !keys.includes(/^\w+/.exec(line)?.[0]));
  const indented = [...sound, own].join('\n').replace(/^(?=.)/gm, '      ');
  return `edition: 3.0.0\nresources:\n  hello:\n    component: fc3\n    props:\n${indented}\n`;
}

/** The text a finding is drawn under. */
export function marked(text: string, { range }: Pick<Finding, 'range'>): string {
  const lines = text.split('\n').slice(range.start.line, range.end.line + 1);
  const end = range.start.line === range.end.line ? range.end.character : undefined;
  return [(lines[0] ?? '').slice(range.start.character, end), ...lines.slice(1)].join('\n');
}

/** The text after a fix. */
export function fixed(text: string, { fixes }: Finding): string {
  const [edit] = fixes[0]?.edits ?? [];
  if (edit === undefined) return text;
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return text.slice(0, offset(edit.range.start)) + edit.newText + text.slice(offset(edit.range.end));
}

/** What is read from lines of `props`. */
export function specOf(props: string): FunctionSpec {
  return readFunctionSpecs(configFile, configWith(props)).specs[0]!;
}

/** What is found in lines of `props`: the code, the text it is drawn under, the message. */
export function foundIn(props: string): readonly (readonly [code: string, token: string, message: string])[] {
  const text = configWith(props);
  return readFunctionSpecs(configFile, text).findings.map((each) => [each.code, marked(text, each), each.message]);
}
