import type { ContainerClient } from '../ports/containerEngine.ts';
import { label, managedContainers, type Owner } from './labels.ts';

/**
 * Removes containers of ours whose owner is not there any more: an editor that was killed could not do it itself.
 * Containers of other living editors, and of other machines using the same engine, stay.
 * @returns how many were removed
 */
export async function sweepOrphans(
  containers: ContainerClient,
  owner: Owner,
  isAlive: (processId: number) => boolean,
): Promise<number> {
  const orphans = (await containers.list(managedContainers)).filter(({ labels }) => {
    if (labels[label.ownerHost] !== owner.host) return false;
    const processId = Number(labels[label.ownerProcess]);
    return Number.isInteger(processId) && processId !== owner.processId && !isAlive(processId);
  });
  await Promise.all(orphans.map(({ id }) => containers.remove(id)));
  return orphans.length;
}
