import type { InvocationReport } from './invocation.ts';

/**
 * What one call uses of an on-demand CPU instance: its configured size times the time it is occupied, not what it really
 * used (docs: billing overview). GPU is left out: nothing runs on one here, and a report does not name its model.
 */
export interface Billing {
  /** Requests that count: 1. Hooks do not (docs: instance lifecycle, billing). */
  readonly calls: number;
  /** Whole milliseconds of the call itself. */
  readonly callMs: number;
  /** Whole milliseconds of the cold start that are billed. */
  readonly coldStartMs: number;
  readonly memoryMb: number;
  readonly cpu: number;
  readonly memoryGbSeconds: number;
  readonly vcpuSeconds: number;
  /** Of the disk beyond the free 10 GB. */
  readonly diskGbSeconds: number;
  /** Compute units: what the bill is made of. */
  readonly computeUnits: number;
  /**
   * `ownTime`: other calls may have run on the instance at the same time. Time they share is billed once, from the first
   * request to the last answer (docs: instance concurrency, billing), so that this is the most the call can have cost.
   */
  readonly share: 'whole' | 'ownTime';
}

/** Compute units for one of each, active CPU instances (docs: billing overview and pay-as-you-go, as of August 2026). */
const computeUnitsPer = { vcpuSecond: 1, memoryGbSecond: 0.15, diskGbSecond: 0.05, call: 75 / 10_000 };

/** Docs: pay-as-you-go, "billed disk = max(0, disk size - 10) GB". */
const freeDiskGb = 10;

/**
 * The cost of one call, by the millisecond.
 *
 * Of a cold start the docs bill the image pull (custom container images: 1,024 MB pulled for 10 s are 10 GB-s), the
 * runtime initialization, which here is the time until CAPort is open, and the initializer; creating and starting the
 * instance are not billed (instance lifecycle, figure on billing).
 *
 * @param instanceConcurrency requests the instance takes at a time
 */
export function billingOf(report: InvocationReport, instanceConcurrency = 1): Billing {
  const { coldStart, billedDurationMs: callMs, memorySizeMb, diskSizeMb, cpu } = report;
  const coldStartMs = coldStart ? Math.ceil(coldStart.pullMs + coldStart.portMs + coldStart.initializerMs) : 0;
  const seconds = (callMs + coldStartMs) / 1000;
  const memoryGbSeconds = (memorySizeMb / 1024) * seconds;
  const vcpuSeconds = cpu * seconds;
  const diskGbSeconds = Math.max(0, diskSizeMb / 1024 - freeDiskGb) * seconds;
  return {
    calls: 1,
    callMs,
    coldStartMs,
    memoryMb: memorySizeMb,
    cpu,
    memoryGbSeconds,
    vcpuSeconds,
    diskGbSeconds,
    computeUnits:
      computeUnitsPer.call +
      computeUnitsPer.memoryGbSecond * memoryGbSeconds +
      computeUnitsPer.vcpuSecond * vcpuSeconds +
      computeUnitsPer.diskGbSecond * diskGbSeconds,
    share: instanceConcurrency > 1 ? 'ownTime' : 'whole',
  };
}

/** For the log: `Cost: 0.0079 CU = 1 call, 0.000500 GB-s, 0.000350 vCPU-s (1 ms of 512 MB and 0.35 vCPU)`. */
export function billingLine(report: InvocationReport, instanceConcurrency?: number): string {
  const billing = billingOf(report, instanceConcurrency);
  const { callMs, coldStartMs, memoryMb, cpu } = billing;
  const used = [
    '1 call',
    `${billing.memoryGbSeconds.toFixed(6)} GB-s`,
    `${billing.vcpuSeconds.toFixed(6)} vCPU-s`,
    ...(billing.diskGbSeconds === 0 ? [] : [`${billing.diskGbSeconds.toFixed(6)} GB-s of disk`]),
  ];
  const time = coldStartMs === 0 ? `${callMs} ms` : `${callMs} ms and ${coldStartMs} ms of cold start`;
  const most = billing.share === 'whole' ? '' : 'at most ';
  const shared = billing.share === 'whole' ? '' : '; time shared with other calls is billed once';
  return `Cost: ${most}${billing.computeUnits.toFixed(4)} CU = ${used.join(', ')} (${time} of ${memoryMb} MB and ${cpu} vCPU${shared})`;
}
