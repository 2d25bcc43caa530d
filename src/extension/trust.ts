import { workspace } from 'vscode';
import { FcError } from '../core/shared/fcError.ts';

/** @throws FcError `WorkspaceNotTrusted`: a Dockerfile of a stranger runs a stranger's commands */
export function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new FcError('WorkspaceNotTrusted', 'This workspace is not trusted, so nothing of it is built or run.', {
    hint: 'Look at its files, then trust it.',
  });
}
