import { ControlGroup } from './controlGroup.ts';
import { GroupFreezer } from './groupFreezer.ts';

/** What this machine's kernel counts of a container, and its way to hold it still. */
export class ContainerGroup {
  readonly freezer: GroupFreezer;
  readonly #memory: ControlGroup | undefined;
  readonly #cpu: ControlGroup | undefined;
  readonly #all: readonly ControlGroup[];

  /** @param cgroups the text of `/proc/<pid>/cgroup` of one of its processes */
  constructor(cgroups: string) {
    this.#memory = ControlGroup.of(cgroups, 'memory');
    this.#cpu = ControlGroup.of(cgroups, 'cpuacct');
    const freezer = ControlGroup.of(cgroups, 'freezer');
    this.freezer = new GroupFreezer(freezer);
    this.#all = [this.#memory, this.#cpu, freezer].filter((group) => group !== undefined);
  }

  /** The high-water mark of its memory in bytes; `undefined` when the kernel does not tell. */
  peakBytes(): number | undefined {
    const file = this.#memory?.version === 1 ? 'memory.max_usage_in_bytes' : 'memory.peak'; // v2: Linux 5.19
    return parseBytes(this.#memory?.read(file) ?? '');
  }

  /** Lets the high-water mark start again from the present use. Version 1 only, and only root may. */
  resetPeak(): boolean {
    return this.#memory?.version === 1 && this.#memory.write('memory.max_usage_in_bytes', '0');
  }

  /** Seconds of processor time, of ended processes too; `undefined` when the kernel does not tell. */
  cpuSeconds(): number | undefined {
    const [file, digits, unit] =
      this.#cpu?.version === 1
        ? (['cpuacct.usage', /^(\d+)/, 1e9] as const)
        : (['cpu.stat', /^usage_usec (\d+)/m, 1e6] as const);
    const [, used] = digits.exec(this.#cpu?.read(file) ?? '') ?? [];
    return used === undefined ? undefined : Number(used) / unit;
  }

  /** Whether there is no such container any more. */
  get ended(): boolean {
    return this.#all.some(({ ended }) => ended);
  }

  close(): void {
    for (const group of this.#all) group.close();
  }
}

/** The first line that is a number, as both versions print it. */
export function parseBytes(text: string): number | undefined {
  const digits = /^\d+$/m.exec(text)?.[0];
  return digits === undefined ? undefined : Number(digits);
}
