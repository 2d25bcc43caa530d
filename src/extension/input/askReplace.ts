import path from 'node:path';
import { window } from 'vscode';
import { abortError } from '../../core/shared/abort.ts';

/**
 * Asks whether a file with other content may be replaced.
 * @throws AbortError when the whole creation is cancelled
 */
export async function askReplace(file: string): Promise<boolean> {
  const replace = 'Replace';
  const keep = 'Keep';
  const answer = await window.showWarningMessage(
    `${path.basename(file)} exists with other content.`,
    { modal: true, detail: file },
    // the first one is what Enter takes
    keep,
    replace,
  );
  if (answer === undefined) throw abortError();
  return answer === replace;
}
