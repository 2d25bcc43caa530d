import type { Unsubscribe } from '../shared/disposable.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

/** To measure costs the engine up to 100 ms: once for calls in quick succession. */
const pauseMs = 1000;

/** Instances that are going to be measured, and how that is taken back. */
const planned = new WeakMap<RunningInstance, Unsubscribe>();

/**
 * Looks at the writable layer after a call where the engine cannot limit it, and says once when it has passed the limit,
 * where the cloud would have refused to write (docs: temporary disk, 512 MB or 10 GB).
 */
export function measureDisk(context: EmulatorContext, record: FunctionRecord, instance: RunningInstance): void {
  if (planned.has(instance) || !instance.takesRequests) return;
  const cancel = context.clock.after(pauseMs, () => {
    planned.delete(instance);
    look(context, record, instance).catch((error: unknown) => context.trace(`disk: ${String(error)}`));
  });
  planned.set(instance, cancel);
}

/** The instance is gone: nothing is left to measure. */
export function forgetDisk(instance: RunningInstance): void {
  planned.get(instance)?.();
  planned.delete(instance);
}

async function look(context: EmulatorContext, record: FunctionRecord, instance: RunningInstance): Promise<void> {
  const { info } = await context.engine.get();
  if (info.limitsDisk) return;
  const bytes = await instance.containers.writableBytes(instance.record.containerId);
  const { diskSize } = instance.spec;
  const usedMb = (bytes ?? 0) / 1024 / 1024;
  if (usedMb <= diskSize) return;
  const { instanceId } = instance.record;
  const what = `disk ${instanceId}`;
  if (record.told.has(what)) return;
  record.told.add(what);
  record.logs
    .get(instanceId)
    ?.note(
      `The temporary disk is full: ${usedMb.toFixed(0)} MB were written, diskSize allows ${diskSize} MB. ` +
        'The cloud would have refused to write (No space left on device). Delete files, or set diskSize to 10240.',
    );
}
