import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInstanceClient } from '../../src/core/instance/httpInstanceClient.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import { RunningInstance, type InstanceChange } from '../../src/core/instance/runningInstance.ts';
import type { ContainerClient, ContainerExit } from '../../src/core/ports/containerEngine.ts';
import { FakeEngine } from './fakeEngine.ts';
import { withResolvers } from './withResolvers.ts';
import { testSpec, type SpecChanges } from './testSpec.ts';

export interface TestInstanceOptions {
  readonly spec?: SpecChanges;
  readonly record?: Partial<Instance>;
  readonly port?: number;
  readonly exited?: Promise<ContainerExit>;
  readonly containers?: ContainerClient;
  readonly onChange?: (change: InstanceChange) => void;
}

/** A ready instance of the function `hello`, whose container is whatever listens on that port. */
export function testInstance(options: TestInstanceOptions = {}): RunningInstance {
  const instance = new RunningInstance({
    record: {
      instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      containerId: 'abc',
      imageId: 'sha256:1',
      caPort: 9000,
      state: 'starting',
      healthy: true,
      startedAt: new Date(0),
      ...options.record,
    },
    identity: { spec: testSpec(options.spec), accountId: '1234', credentials: undefined },
    client: createInstanceClient({ host: '127.0.0.1', port: options.port ?? 9 }),
    containers: options.containers ?? new FakeEngine().containers,
    exited: options.exited ?? withResolvers<ContainerExit>().promise,
    onChange: options.onChange ?? (() => undefined),
    release: () => Promise.resolve(),
  });
  instance.move('idle');
  return instance;
}

/** An instance whose container is a server of this process. */
export interface RunningServer extends AsyncDisposable {
  readonly instance: RunningInstance;
  /** The container ends like this, and its connections with it. */
  readonly exit: (exit: ContainerExit) => void;
}

export async function runningServer(serve: RequestListener, spec: SpecChanges = {}): Promise<RunningServer> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const exited = withResolvers<ContainerExit>();
  const instance = testInstance({ spec, port, exited: exited.promise });
  return {
    instance,
    exit: (exit) => {
      server.closeAllConnections();
      exited.resolve(exit);
    },
    [Symbol.asyncDispose]: async () => {
      await instance.release();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
