import type Docker from 'dockerode';
import { testLabels, type RealEngine } from '../../support/realEngine.ts';

/** Starts a container as the engine's own words describe it, past the adapter; it is removed when the block ends. */
export async function bareContainer(
  { docker }: RealEngine,
  options: Docker.ContainerCreateOptions,
): Promise<AsyncDisposable & { readonly id: string }> {
  const container = await docker.createContainer({ ...options, Labels: testLabels });
  const remove = async (): Promise<void> => {
    await container.remove({ force: true });
  };
  try {
    await container.start();
  } catch (error) {
    await remove();
    throw error;
  }
  return { id: container.id, [Symbol.asyncDispose]: remove };
}
