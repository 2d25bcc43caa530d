import type { FunctionSpec } from './functionSpec.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

export type ComputeResources = Pick<FunctionSpec, 'cpu' | 'memorySize' | 'diskSize' | 'gpu'>;

/** fc3 `src/default/config.ts` and `src/base.ts`. */
const defaults = { memorySize: 512, cpu: 0.35, diskSize: 512 };

/** Memory, cpu, disk and GPU, with fc3's defaults. */
export function readComputeResources(props: PropertyReader, findings: SpecFindings): ComputeResources {
  const gpu = readGpu(props);
  const written = props.number('memorySize', platformLimits.memorySize);
  const memorySize = written ?? defaults.memorySize;
  const cpu = props.number('cpu', platformLimits.cpu);
  // GPU instances have their own ratios and up to 60 GB of disk ("Instance types and specifications")
  const diskSize = gpu === undefined ? readDiskSize(props, findings) : props.number('diskSize', gpuDisk);
  const bothKnown = cpu !== undefined && (written !== undefined || props.entry('memorySize') === undefined);
  if (bothKnown && gpu === undefined) checkRatio(props, findings, cpu, memorySize);
  return {
    cpu: cpu ?? defaultCpu(memorySize),
    memorySize,
    diskSize: diskSize ?? defaults.diskSize,
    ...(gpu === undefined ? {} : { gpu }),
  };
}

const gpuDisk = { code: 'invalid-disk-size', least: 512, most: 61440, unit: 'MB' } as const;

function readDiskSize(props: PropertyReader, findings: SpecFindings): number | undefined {
  const diskSize = props.number('diskSize', { code: 'invalid-disk-size', least: 0, most: Number.MAX_SAFE_INTEGER });
  if (diskSize === undefined || diskSize === 512 || diskSize === 10240) return diskSize;
  const range = props.entry('diskSize')?.node.range;
  if (range) findings.add('invalid-disk-size', range, `diskSize must be 512 or 10240 MB, not ${diskSize}.`);
  return undefined;
}

/** GB of memory to vCPUs must lie between 1:1 and 4:1. */
function cpuRange(memorySize: number): { readonly least: number; readonly most: number } {
  const gigabytes = memorySize / 1024;
  const { least, most } = platformLimits.cpu;
  return {
    least: Math.max(least, hundredths(Math.ceil(gigabytes / 4 / 0.05 - 1e-9) * 0.05)),
    most: Math.min(most, hundredths(Math.floor(gigabytes / 0.05 + 1e-9) * 0.05)),
  };
}

function checkRatio(props: PropertyReader, findings: SpecFindings, cpu: number, memorySize: number): void {
  const { least, most } = cpuRange(memorySize);
  const range = props.entry('cpu')?.node.range;
  if (range === undefined || (cpu >= least && cpu <= most)) return;
  findings.add(
    'cpu-memory-ratio',
    range,
    `cpu must be ${least} to ${most} vCPUs for ${memorySize} MB of memory, not ${cpu}: ` +
      `memory in GB to vCPUs must be between 1:1 and 4:1.`,
  );
}

/**
 * fc3 writes 0.35 for 512 MB and leaves the other sizes to the platform; the nearest value the ratio allows stands in
 * for what it would choose.
 */
function defaultCpu(memorySize: number): number {
  const { least, most } = cpuRange(memorySize);
  return Math.min(Math.max(defaults.cpu, least), most);
}

function readGpu(props: PropertyReader): FunctionSpec['gpu'] {
  const gpu = props.map('gpuConfig');
  const type = gpu?.text('gpuType', 'invalid-gpu');
  const memorySize = gpu?.number('gpuMemorySize', {
    code: 'invalid-gpu',
    least: 1024,
    most: 1048576,
    step: 1024,
    unit: 'MB',
  });
  return type === undefined ? undefined : { type, memorySize: memorySize ?? 1024 };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
