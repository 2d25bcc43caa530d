import { isAbortError } from '../shared/abort.ts';
import type { TerminationReason } from '../instance/instance.ts';
import { watchHealth } from '../instance/healthCheck.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import { forgetDisk } from './diskUse.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

/**
 * Looks after an instance for as long as it lives: one that ends by itself leaves no container behind and the record says
 * why it ended; one whose health check fails gets no calls until it passes again.
 */
export function watchInstance(context: EmulatorContext, record: FunctionRecord, instance: RunningInstance): void {
  const { functionName, instanceId, containerId } = instance.record;
  const log = record.logs.get(instanceId);
  const { trace } = context;
  const { healthCheck } = instance.spec.container;
  const endHealth =
    healthCheck === undefined
      ? undefined
      : watchHealth({
          client: instance.client,
          check: healthCheck,
          clock: context.clock,
          isAsked: () => instance.takesRequests && !instance.isHeldStill,
          onChange: (healthy, { statusCode }) => {
            const answer = statusCode === undefined ? 'no answer' : `status code ${statusCode}`;
            log?.note(
              healthy
                ? `The health check passes again: ${instanceId} gets requests.`
                : `The health check failed ${healthCheck.failureThreshold} times in a row (${answer} of ` +
                    `${healthCheck.httpGetUrl}): ${instanceId} gets no requests until it passes again.`,
            );
            instance.setHealthy(healthy);
            if (healthy) record.pool.serveWaiting();
          },
        });
  const end = (reason: TerminationReason, what: string): void => {
    endHealth?.();
    if (!instance.takesRequests) return; // it is being stopped: that is what ended it
    trace(`${functionName} (${instanceId}) ${what}`);
    // a call it takes along says so in its own lines
    if (reason !== 'engineLost' && instance.inFlight === 0) log?.note(`Instance ${instanceId} ${what}.`);
    void instance.end(async () => {
      instance.move('stopped', reason);
      await instance.release().catch((error: unknown) => trace(`its container was left behind: ${String(error)}`));
      forget(context, record, instance);
    });
  };
  instance.exited.then(
    ({ exitCode, oomKilled }) => {
      const isOom = oomKilled || record.told.has(`oom ${containerId}`);
      end(isOom ? 'oom' : 'crashed', `ended by itself with code ${exitCode}${isOom ? ', out of memory' : ''}`);
    },
    (error: unknown) => {
      if (!isAbortError(error)) context.engine.forget();
      end('engineLost', `is out of sight: ${String(error)}`);
    },
  );
}

/** Nothing is left of an instance: its log ends, and its pool may start another. */
export function forget(context: EmulatorContext, record: FunctionRecord, instance: RunningInstance): void {
  const { instanceId, containerId } = instance.record;
  forgetDisk(instance);
  for (const what of [`oom ${containerId}`, `disk ${instanceId}`]) record.told.delete(what);
  record.logs.get(instanceId)?.close();
  record.logs.delete(instanceId);
  record.starting.delete(instanceId);
  record.lastEnded = instance.record;
  record.pool.ended(instance);
  context.changed();
}
