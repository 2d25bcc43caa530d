/** Zero-based, as editors count. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** A change that mends a finding, as plain text edits of one file. */
export interface FindingFix {
  readonly title: string;
  /** Absolute path of the file the edits belong to. */
  readonly file: string;
  readonly edits: readonly TextEdit[];
}

export type FindingSeverity = 'error' | 'warning' | 'information';

/** Something wrong or worth knowing about a person's files or image. Data, never an exception. */
export interface Finding {
  /** Stable id of the rule, e.g. `missing-start-command`. */
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** Absolute path of the file it is shown on. */
  readonly file: string;
  readonly range: TextRange;
  /** Best fix first; empty when there is none. */
  readonly fixes: readonly FindingFix[];
}

/** The range of a whole line, for findings that have no better place. */
export function lineRange(line: number, text = ''): TextRange {
  return { start: { line, character: 0 }, end: { line, character: text.length } };
}
