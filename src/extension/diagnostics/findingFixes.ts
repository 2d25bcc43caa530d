import {
  CodeAction,
  CodeActionKind,
  Uri,
  WorkspaceEdit,
  type CodeActionContext,
  type CodeActionProvider,
  type Range,
  type TextDocument,
} from 'vscode';
import type { FindingFix } from '../../core/shared/finding.ts';
import { toRange } from '../ranges.ts';
import { openDocument, type FunctionDiagnostics } from './functionDiagnostics.ts';

/** Offers the fixes of the findings under the cursor. */
export class FindingFixes implements CodeActionProvider {
  static readonly kinds = [CodeActionKind.QuickFix];
  readonly #diagnostics: FunctionDiagnostics;

  constructor(diagnostics: FunctionDiagnostics) {
    this.#diagnostics = diagnostics;
  }

  provideCodeActions(document: TextDocument, range: Range, context: CodeActionContext): CodeAction[] {
    return this.#diagnostics
      .of(document)
      .filter((finding) => toRange(finding.range).intersection(range) !== undefined)
      .flatMap((finding) =>
        finding.fixes.filter(isWhereItWas).map((fix, index) => {
          const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
          action.edit = new WorkspaceEdit();
          for (const { range: where, newText } of fix.edits)
            action.edit.replace(Uri.file(fix.file), toRange(where), newText);
          action.diagnostics = context.diagnostics.filter(({ code }) => code === finding.code);
          action.isPreferred = index === 0;
          return action;
        }),
      );
  }
}

/** An s.yaml is judged as it is on disk: while it is being edited, positions in it are not those of the editor. */
function isWhereItWas({ file }: FindingFix): boolean {
  return !/\.ya?ml$/.test(file) || openDocument(file)?.isDirty !== true;
}
