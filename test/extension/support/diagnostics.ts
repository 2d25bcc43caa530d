import assert from 'node:assert/strict';
import { commands, DiagnosticSeverity, languages, workspace, type CodeAction, type Diagnostic } from 'vscode';
import { eventually } from './eventually.ts';
import { openDocument, uriOf } from './workspaceFiles.ts';

/** What the extension shows on a file, in the order of the text. */
export function problems(file: string): readonly Diagnostic[] {
  return languages
    .getDiagnostics(uriOf(file))
    .filter(({ source }) => source === 'Function Compute')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/**
 * Waits until a file shows exactly this, each as `line:character-line:character severity code`, counted from 0 as the
 * editor's API does.
 */
export async function shown(file: string, expected: readonly (string | RegExp)[]): Promise<readonly Diagnostic[]> {
  return eventually(() => {
    const found = problems(file);
    const lines = found.map(describe);
    const same = (line: string, index: number): boolean => {
      const wanted = expected[index];
      return wanted instanceof RegExp ? wanted.test(line) : wanted === line;
    };
    assert.ok(
      lines.length === expected.length && lines.every(same),
      `${file} shows\n${found.map((one) => `${describe(one)}: ${one.message}`).join('\n')}\ninstead of\n${expected.join('\n')}`,
    );
    return found;
  });
}

function describe({ range: { start, end }, severity, code }: Diagnostic): string {
  const place = `${start.line}:${start.character}-${end.line}:${end.character}`;
  return `${place} ${DiagnosticSeverity[severity].toLowerCase()} ${typeof code === 'string' ? code : 'no code'}`;
}

/** The quick fixes the editor offers at the first problem of a file. */
export async function fixesOf(file: string): Promise<readonly CodeAction[]> {
  const [problem] = problems(file);
  assert.ok(problem, `${file} shows no problem`);
  await openDocument(file);
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uriOf(file),
    problem.range,
    'quickfix',
  );
  return actions.filter(({ edit }) => edit !== undefined);
}

/** Takes a quick fix, and saves what it changed. */
export async function applyFix(file: string, title: string): Promise<void> {
  const actions = await fixesOf(file);
  const fix = actions.find((action) => action.title === title);
  assert.ok(fix?.edit, `offered: ${actions.map((action) => action.title).join(', ')}`);
  assert.ok(await workspace.applyEdit(fix.edit));
  for (const document of workspace.textDocuments) if (document.isDirty) assert.ok(await document.save());
}
