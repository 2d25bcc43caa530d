import { Range } from 'vscode';
import type { TextRange } from '../core/shared/finding.ts';

/** The core's range as the editor's. */
export function toRange({ start, end }: TextRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
