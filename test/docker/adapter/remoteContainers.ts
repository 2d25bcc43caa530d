import { DockerContainers } from '../../../src/docker/containerClient.ts';
import type { RealEngine } from '../../support/realEngine.ts';

/** The same engine, as if it ran in a virtual machine: this machine's kernel knows nothing of its containers. */
export function remoteContainers({ engine, docker }: RealEngine): DockerContainers {
  return new DockerContainers({ docker, info: { ...engine.info, containersReachable: false } });
}
