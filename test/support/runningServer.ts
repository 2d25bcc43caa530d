import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunningInstance } from '../../src/core/instance/runningInstance.ts';
import type { ContainerExit } from '../../src/core/ports/containerEngine.ts';
import { FakeEngine } from './fakeEngine.ts';
import { withResolvers } from './withResolvers.ts';
import { testSpec } from './testSpec.ts';

/** An instance whose container is a server of this process. */
export interface RunningServer extends AsyncDisposable {
  readonly instance: RunningInstance;
  /** The container ends like this, and its connections with it. */
  readonly exit: (exit: ContainerExit) => void;
}

export async function runningServer(serve: RequestListener, concurrency = 1): Promise<RunningServer> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const exited = withResolvers<ContainerExit>();
  const instance = new RunningInstance({
    record: {
      instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
      functionId: '/shop/s.yaml#hello',
      functionName: 'hello',
      containerId: 'abc',
      imageId: 'sha256:1',
      caPort: 9000,
      hostPort: port,
      state: 'starting',
      startedAt: new Date(0),
    },
    address: { host: '127.0.0.1', port },
    containers: new FakeEngine().containers,
    exited: exited.promise,
    spec: testSpec({ instanceConcurrency: concurrency }),
    onChange: () => undefined,
    release: () => Promise.resolve(),
  });
  instance.move('idle');
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
