import type { InvocationReport } from './invocation.ts';

/** The last calls, newest first. Adding one is a store into a ring: it happens on every call. */
export class InvocationHistory {
  readonly #ring: (InvocationReport | undefined)[];
  #added = 0;

  constructor(capacity = 1000) {
    this.#ring = new Array<InvocationReport | undefined>(capacity).fill(undefined);
  }

  /** How many were ever added: what `since` counts from, and the cheap way to see whether there is anything new. */
  get added(): number {
    return this.#added;
  }

  add(report: InvocationReport): void {
    this.#ring[this.#added % this.#ring.length] = report;
    this.#added++;
  }

  all(): readonly InvocationReport[] {
    return this.since(0);
  }

  of(functionId: string): readonly InvocationReport[] {
    return this.all().filter((report) => report.functionId === functionId);
  }

  /** Those added when `added` was `mark` or more, as far as they are kept. */
  since(mark: number): readonly InvocationReport[] {
    const found: InvocationReport[] = [];
    const oldest = Math.max(mark, this.#added - this.#ring.length, 0);
    for (let index = this.#added - 1; index >= oldest; index--) {
      const report = this.#ring[index % this.#ring.length];
      if (report !== undefined) found.push(report);
    }
    return found;
  }

  /** Forgets those of one function, or all. */
  clear(functionId?: string): void {
    this.#ring.forEach((report, index) => {
      if (functionId === undefined || report?.functionId === functionId) this.#ring[index] = undefined;
    });
  }
}
