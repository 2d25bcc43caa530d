import type { Finding, FindingFix, TextPosition, TextRange } from '../../../src/core/shared/finding.ts';

export const file = '/ws/hello/Dockerfile';

/** The text a finding is drawn under. */
export function marked(text: string, { range }: { readonly range: TextRange }): string {
  return text.slice(offsetOf(text, range.start), offsetOf(text, range.end));
}

/** The text after a fix. */
export function fixed(text: string, fix: FindingFix | undefined): string {
  const [edit] = fix?.edits ?? [];
  if (edit === undefined) return text;
  return text.slice(0, offsetOf(text, edit.range.start)) + edit.newText + text.slice(offsetOf(text, edit.range.end));
}

/** `code under 'text'`, short enough to compare whole lists of findings. */
export function summary(text: string, findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => `${finding.severity} ${finding.code}: ${marked(text, finding)}`);
}

function offsetOf(text: string, { line, character }: TextPosition): number {
  const lines = text.split('\n').slice(0, line);
  return lines.reduce((sum, each) => sum + each.length + 1, 0) + character;
}
