import type { FunctionRecord } from './functionRecord.ts';

/** The kernel killed a process of a container for want of memory: its function's log says so, whoever was killed. */
export function noteOutOfMemory(records: readonly FunctionRecord[], containerId: string): void {
  for (const record of records) {
    const instance = record.pool.instances.find((one) => one.record.containerId === containerId);
    if (instance === undefined) continue;
    const { instanceId } = instance.record;
    record.told.add(`oom ${containerId}`);
    record.logs
      .get(instanceId)
      ?.note(
        `Out of memory: the limit of ${instance.spec.memorySize} MB was reached and a process of ${instanceId} was ` +
          'killed. Raise memorySize in s.yaml, or use less.',
      );
  }
}
