import { describe, expect, it } from 'vitest';
import {
  callInitializer,
  callPreStop,
  type HookName,
  type HookTarget,
} from '../../../src/core/instance/lifecycleHooks.ts';
import type { RunningInstance } from '../../../src/core/instance/runningInstance.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { runningServer, type RunningServer } from '../../support/runningServer.ts';

function watched() {
  const told: string[] = [];
  return {
    told,
    watcher: {
      newHookId: () => 'a-uuid',
      started: (hook: HookName, id: string) => void told.push(`${hook} ${id}`),
      ended: (hook: HookName, _id: string, failure?: string) => void told.push(failure ?? 'succeeded'),
    },
  };
}

/** An instance as it is while it starts. */
const hookTarget = ({ client, containers, identity, exited }: RunningInstance): HookTarget => ({
  containerId: 'abc',
  client,
  containers,
  identity,
  exited,
});

const initialize = ({ instance }: RunningServer, { watcher }: ReturnType<typeof watched>, signal?: AbortSignal) =>
  callInitializer(
    hookTarget(instance),
    { handler: 'true', timeout: 3 },
    { clock: systemClock, watcher, signal: signal ?? new AbortController().signal },
  );

describe('The initializer', () => {
  it("is called with the platform's headers and an id of its own, and no body", async () => {
    const seen: unknown[] = [];
    await using server = await runningServer((request, response) => {
      const { 'x-fc-control-path': path, 'x-fc-request-id': id, 'content-length': length } = request.headers;
      seen.push([request.method, request.url, path, id, length]);
      response.writeHead(204).end();
    });
    const log = watched();
    expect(await initialize(server, log)).toEqual({ outcome: 'succeeded' });
    expect(seen).toEqual([['POST', '/initialize', '/initialize', 'a-uuid', '0']]);
    expect(log.told).toEqual(['Initialize a-uuid', 'succeeded']);
  });

  it.each([299, 300, 404, 500])('that answers %d has failed, and says so in its answer', async (status) => {
    await using server = await runningServer((_request, response) => response.writeHead(status).end('no model'));
    const log = watched();
    const succeeded = status === 299;
    expect(await initialize(server, log)).toEqual(
      succeeded ? { outcome: 'succeeded' } : { outcome: 'refused', statusCode: status, body: 'no model' },
    );
    expect(log.told.at(-1)).toBe(succeeded ? 'succeeded' : `status code ${status}`);
  });

  it('tells an end of the container from a connection that was closed', async () => {
    const log = watched();
    await using closing = await runningServer((request) => request.socket.destroy());
    expect(await initialize(closing, log)).toMatchObject({ outcome: 'connectionLost' });
    const exit = { exitCode: 3, oomKilled: false };
    await using ending = await runningServer(() => ending.exit(exit));
    expect(await initialize(ending, log)).toEqual({ outcome: 'exited', exit });
  });

  it('ends when the start is cancelled', async () => {
    const cancel = new AbortController();
    await using server = await runningServer(() => cancel.abort());
    await expect(initialize(server, watched(), cancel.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('The pre-stop hook', () => {
  it('is called when the function has one, and never else', async () => {
    const seen: string[] = [];
    for (const preStop of [undefined, { handler: 'true', timeout: 3 }]) {
      await using server = await runningServer(
        (request, response) => {
          seen.push(`${request.method} ${request.url} ${String(request.headers['x-fc-control-path'])}`);
          response.end();
        },
        preStop === undefined ? {} : { preStop },
      );
      const { told, watcher } = watched();
      await callPreStop(server.instance, { longest: Infinity, clock: systemClock, watcher });
      expect(told).toEqual(preStop === undefined ? [] : ['PreStop a-uuid', 'succeeded']);
    }
    expect(seen).toEqual(['GET /pre-stop /pre-stop']);
  });
});
