import type { FindingFix } from '../shared/finding.ts';
import type { From, ParsedDockerfile } from './parsedDockerfile.ts';

/** Takes `--platform=…` out of a FROM, the blanks after it included. */
export function platformFix(file: string, { text }: ParsedDockerfile, { platform }: From): readonly FindingFix[] {
  if (platform === undefined) return [];
  const { start, end } = platform.range;
  const line = text.split(/\r?\n/)[end.line] ?? '';
  const blanks = /^[ \t]*/.exec(line.slice(end.character))?.[0].length ?? 0;
  const range = { start, end: { line: end.line, character: end.character + blanks } };
  return [{ title: `Remove --platform=${platform.value}`, file, edits: [{ range, newText: '' }] }];
}
