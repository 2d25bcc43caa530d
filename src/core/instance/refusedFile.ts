import type { ContainerClient } from '../ports/containerEngine.ts';
import { execFailure } from './execFailure.ts';
import { readStartFile, type StartFile } from './startFile.ts';

/**
 * Looks at the file the kernel refused to run, in a container that has ended and is not removed yet.
 * @returns `undefined` when the output tells of no such file, or it cannot be read
 */
export async function refusedFile(
  containers: Pick<ContainerClient, 'fileHead'>,
  containerId: string,
  { startCommand, output }: { readonly startCommand: readonly string[]; readonly output: string },
): Promise<StartFile | undefined> {
  const failure = execFailure(output);
  const path = failure?.path ?? startCommand[0];
  if (failure === undefined || path === undefined) return undefined;
  const head = await containers.fileHead(containerId, path).catch(() => undefined);
  return head && readStartFile(head);
}
