import type { Duplex } from 'node:stream';
import { fcIdentifier } from '../shared/fcIdentifier.ts';
import { tunnel } from '../invocation/tunnel.ts';
import type { CallOptions, HttpRequest, InvocationReport } from '../invocation/invocation.ts';
import { billingLine } from '../invocation/billing.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

export interface Upgrade {
  readonly request: Omit<HttpRequest, 'body'>;
  /** The client's connection; taken over. */
  readonly socket: Duplex;
  /** Bytes that came with the request's head. */
  readonly head: Uint8Array;
  readonly call: CallOptions;
}

/**
 * Hands a client's connection to the function for as long as both keep it, and no longer than the function's timeout: to
 * the platform a WebSocket is one long call (docs: WebSocket).
 * @throws StartFailedError, FcError: nothing has been written to the connection then
 */
export async function upgradeFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  upgrade: Upgrade,
): Promise<InvocationReport> {
  const { clock, history } = context;
  const arrived = clock.monotonicMs();
  const startedAt = clock.now();
  const requestId = upgrade.call.requestId ?? fcIdentifier('1', startedAt, context.randomHex);
  const { instance, isColdStart } = await record.pool.take(upgrade.call.signal);
  try {
    const log = record.logs.get(instance.record.instanceId);
    log?.invokeStarted(requestId);
    const report = await tunnel({
      ...upgrade,
      instance,
      requestId,
      startedAt,
      waitedMs: clock.monotonicMs() - arrived,
      isColdStart,
      activeInstances: record.pool.instances.length,
      clock,
      peakMemory: () => instance.containers.peakMemory(instance.record.containerId),
    });
    void log?.invokeEnded(report, [billingLine(report)]);
    history.add(report);
    return report;
  } finally {
    record.pool.leave(instance);
  }
}
