import { KernelFile } from './kernelFile.ts';

/** One of this machine's control groups: a folder of the kernel's files. */
export class ControlGroup {
  /** Decides how the files are named. */
  readonly version: 1 | 2;
  readonly folder: string;
  readonly #files = new Map<string, KernelFile>();
  #closed = false;

  constructor(version: 1 | 2, folder: string) {
    this.version = version;
    this.folder = folder;
  }

  /**
   * Where `/proc/<pid>/cgroup` says a resource is counted and limited. On hybrid systems each version 1 controller has a
   * hierarchy of its own, and what is not among them is in version 2.
   */
  static of(cgroups: string, controller: 'memory' | 'freezer' | 'cpuacct'): ControlGroup | undefined {
    const v1 = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(.+)$`, 'm').exec(cgroups)?.[1];
    if (v1) return new ControlGroup(1, `/sys/fs/cgroup/${controller}${v1}`);
    const v2 = /^0::(.+)$/m.exec(cgroups)?.[1];
    return v2 ? new ControlGroup(2, `/sys/fs/cgroup${v2}`) : undefined;
  }

  /** The text of one of its files; `undefined` when there is no such file, or no such group any more. */
  read(name: string): string | undefined {
    return this.#file(name)?.read();
  }

  /** Whether the kernel took it: mostly only root may. */
  write(name: string, text: string): boolean {
    return this.#file(name)?.write(text) ?? false;
  }

  /** Whether the group was there and is not any more. */
  get ended(): boolean {
    return this.#closed || [...this.#files.values()].some(({ ended }) => ended);
  }

  close(): void {
    this.#closed = true;
    for (const file of this.#files.values()) file.close();
  }

  #file(name: string): KernelFile | undefined {
    if (this.#closed) return undefined;
    const file = this.#files.get(name) ?? KernelFile.open(`${this.folder}/${name}`);
    if (file) this.#files.set(name, file);
    return file;
  }
}
