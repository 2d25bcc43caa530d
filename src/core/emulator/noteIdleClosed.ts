import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

/** A container that ends closes its connections too: what is still alive after this long closed one on purpose. */
const afterMs = 1000;

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
  if (record.told.has(what)) return;
  clock.after(afterMs, () => {
    const instance = record.pool.instances.find((one) => one.record.instanceId === instanceId);
    if (instance?.takesRequests !== true || record.told.has(what)) return;
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
