import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import Dockerode from 'dockerode';
import { afterAll, beforeAll, describe } from 'vitest';
import type { ContainerEngine } from '../../src/core/ports/containerEngine.ts';
import { connectEngine } from '../../src/docker/connectEngine.ts';

/** On everything the tests create, so that it can be found and removed; the value tells runs side by side apart. */
export const testLabels = { 'fc-containers.test': randomUUID() };

/** The same as the engine's filters want it. */
export const [labelOfRun = ''] = Object.entries(testLabels).map(([name, value]) => `${name}=${value}`);

const unavailable = process.env['FC_TEST_ENGINE'] === 'unavailable';

/** A Dockerfile on the busybox base whose image, and every layer left over from it, is removed after the tests. */
export function testDockerfile(...lines: readonly string[]): string {
  return ['FROM fc-containers/busybox:1', `LABEL ${labelOfRun}`, ...lines, ''].join('\n');
}

/** What a test of the real engine has at hand. */
export interface RealEngine {
  readonly engine: ContainerEngine;
  /** Dockerode itself, to look behind the adapter's back. */
  readonly docker: Dockerode;
}

/**
 * A group of tests that needs a real engine. Where somebody said there is none (`FC_TEST_ENGINE=unavailable`) it is
 * skipped and says why; otherwise not to find one is a failure.
 */
export function describeWithEngine(name: string, tests: (real: () => RealEngine) => void): void {
  if (unavailable) {
    describe.skip(`${name} (no container engine on this machine: FC_TEST_ENGINE=unavailable)`, () => tests(missing));
    return;
  }
  describe(name, () => {
    let real: RealEngine | undefined;
    beforeAll(async () => {
      const engine = await connectRealEngine();
      real = { engine, docker: new Dockerode({ socketPath: engine.info.address.replace('unix://', '') }) };
    });
    afterAll(async () => {
      if (real) await removeTestThings(real);
    });
    tests(() => real ?? missing());
  });
}

/** The engine the docker CLI would use here. */
export async function connectRealEngine(): Promise<ContainerEngine> {
  const { env: environment, platform, getuid } = process;
  return connectEngine({ environment, platform, homeFolder: homedir(), ...(getuid && { userId: getuid() }) });
}

function missing(): never {
  throw new Error('no container engine');
}

async function removeTestThings({ engine, docker }: RealEngine): Promise<void> {
  const filters = { label: [labelOfRun] };
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Id } of containers) await engine.containers.remove(Id);
  const images = await docker.listImages({ filters });
  for (const { Id } of images) await docker.getImage(Id).remove({ force: true }).catch(ignoreAbsent);
  await docker.pruneImages({ filters: { dangling: ['true'], label: [labelOfRun] } });
}

function ignoreAbsent(error: { statusCode?: number }): void {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error as Error;
}
