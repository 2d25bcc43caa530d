import type { FunctionSpec } from '../function/functionSpec.ts';
import { platformLimits } from '../function/platformLimits.ts';
import type { InvocationReport } from './invocation.ts';

/** What to do about `memorySize`, from what the calls really needed. */
export interface MemoryAdvice {
  /** `raise`: calls are close to the limit, or were killed at it. `lower`: most of it is paid for nothing. */
  readonly kind: 'raise' | 'lower';
  /** MB, a size the platform allows. */
  readonly memorySizeMb: number;
  /** vCPUs, when the present ones do not go with that size. */
  readonly cpu?: number;
  /** The highest peak seen, MB. */
  readonly peakMb: number;
  /** One or two sentences for a person. */
  readonly text: string;
}

const rules = {
  /** Fewer peaks than this say little. A call that was killed says enough alone. */
  calls: 10,
  /** What is put on the highest peak. */
  headroom: 1.25,
  /** Part of the limit from which a peak is close to it. */
  close: 0.9,
  /** Part of the present size a smaller one must save to be worth a word. */
  saving: 0.25,
  /** How much more a call gets that was killed: its peak is the limit, and what it needed nobody saw. */
  afterKill: 2,
};

/**
 * Suggests another `memorySize`: the next step of 64 MB above the highest peak and a quarter of it, within what the
 * platform allows for memory and for its ratio to the vCPUs.
 *
 * Only kernel high-water marks count (`memoryKind: 'peak'`), and only those of calls made with the present size. The mark
 * is the instance's, page cache included, and so says rather too much than too little.
 *
 * @returns nothing when the present size is right, or when too little was seen
 */
export function memoryAdvice(
  { functionName, memorySize, cpu }: Pick<FunctionSpec, 'functionName' | 'memorySize' | 'cpu'>,
  reports: readonly InvocationReport[],
): MemoryAdvice | undefined {
  const seen = reports.filter((report) => report.memorySizeMb === memorySize);
  const peaks = seen.flatMap(({ memoryKind, maxMemoryMb }) =>
    memoryKind === 'peak' && maxMemoryMb !== undefined ? [maxMemoryMb] : [],
  );
  const wasKilled = seen.some(({ error }) => error?.metric === 'FunctionOOMError');
  if (!wasKilled && peaks.length < rules.calls) return undefined;
  const peakMb = wasKilled ? memorySize : peaks.reduce((most, peak) => Math.max(most, peak), 0);
  const needed = allowedSize(peakMb * (wasKilled ? rules.afterKill : rules.headroom));
  const peak = wasKilled
    ? `${functionName} was killed because it needed more than its ${memorySize} MB`
    : `${functionName} used up to ${peakMb.toFixed(0)} of its ${memorySize} MB in ${peaks.length} calls`;

  if (wasKilled || peakMb >= memorySize * rules.close) {
    if (needed <= memorySize) return undefined; // the platform has no larger size
    const least = leastCpu(needed);
    return {
      kind: 'raise',
      memorySizeMb: needed,
      peakMb,
      ...(least > cpu ? { cpu: least } : {}),
      text:
        `${peak}: it may fail with the next larger request. ` +
        `Set memorySize to ${needed}${least > cpu ? ` and cpu to ${least}, the least that goes with it` : ''}.`,
    };
  }
  const memorySizeMb = Math.max(needed, leastMemory(cpu));
  if (memorySizeMb > memorySize * (1 - rules.saving)) return undefined;
  const held = memorySizeMb > needed ? `; ${cpu} vCPU need at least that` : '';
  return {
    kind: 'lower',
    memorySizeMb,
    peakMb,
    text: `${peak}. memorySize ${memorySizeMb} would do and cost less${held}.`,
  };
}

/** The next step of the platform at or above this many MB. */
function allowedSize(mb: number): number {
  const { least, most, step } = platformLimits.memorySize;
  return Math.min(Math.max(Math.ceil(mb / step) * step, least), most);
}

/** vCPUs to GB of memory lie between 1:1 and 1:4 (docs: instance types and specifications). */
function leastMemory(cpu: number): number {
  return allowedSize(cpu * 1024);
}

function leastCpu(memorySizeMb: number): number {
  const { step } = platformLimits.cpu;
  return Number((Math.ceil(memorySizeMb / 4096 / step - 1e-9) * step).toFixed(2));
}
