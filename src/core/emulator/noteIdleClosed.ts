import { exitSoonAfter } from '../instance/exitSoonAfter.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

/**
 * A server that closes idle connections works until a request meets a connection that is being closed, which then fails
 * with 502 (docs: FAQ on 502; custom container, keep-alive of 15 minutes and more). Told once for each function.
 */
export function noteIdleClosed(
  { clock }: EmulatorContext,
  record: FunctionRecord,
  instanceId: string,
  idleMs: number,
): void {
  const what = 'keep-alive';
  const instance = record.pool.instances.find((one) => one.record.instanceId === instanceId);
  if (instance === undefined || record.told.has(what)) return;
  // a container that ends closes its connections too
  void exitSoonAfter(instance.exited, clock).then((exit) => {
    if (exit !== undefined || !instance.takesRequests || record.told.has(what)) return;
    record.told.add(what);
    record.logs
      .get(instanceId)
      ?.note(
        `The server closed an idle connection after ${(idleMs / 1000).toFixed(1)} s. Function Compute keeps connections ` +
          'for 15 minutes and more; a request that meets one that is being closed fails with 502. Keep them open ' +
          '(Node.js: server.keepAliveTimeout = 0).',
      );
  });
}
