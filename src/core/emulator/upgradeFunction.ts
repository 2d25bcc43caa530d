import type { Duplex } from 'node:stream';
import type { CallOptions, HttpRequest, InvocationReport } from '../invocation/invocation.ts';
import { tunnel } from '../invocation/tunnel.ts';
import { withInstance } from './callFunction.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { takeNote } from './takeNote.ts';

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
  return withInstance(context, record, upgrade.call, async (instance, sent, log) => {
    log?.invokeStarted(sent.requestId);
    const { containerId } = instance.record;
    const peakMemory = (): ReturnType<typeof instance.containers.peakMemory> =>
      instance.containers.peakMemory(containerId);
    const report = await tunnel({ ...upgrade, ...sent, instance, clock: context.clock, peakMemory });
    takeNote(context, sent.spec, report, log);
    return report;
  });
}
