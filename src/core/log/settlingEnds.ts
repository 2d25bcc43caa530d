import type { Clock } from '../ports/clock.ts';
import type { LogLine } from '../ports/logSink.ts';
import type { Unsubscribe } from '../shared/disposable.ts';

/**
 * The end of a call waits for output that is still on its way: the answer travels on another connection than the log
 * and often overtakes it (by 0.4 ms on a quiet machine, by 80 ms on a busy one).
 */
const settle = {
  /** Output has come, and no more for this long: that was all of it. */
  quietMs: 20,
  /** Nothing has come at all: the call prints nothing. */
  silentMs: 100,
  /** A function that never stops printing does not hold the end of its call back for longer. */
  longestMs: 300,
};

/** The end of a call or hook that is not written yet. */
export interface SettlingEnd {
  readonly requestId: string;
  readonly endedAt: Date;
  /** The platform's line, and what follows it. */
  readonly texts: readonly string[];
  /** How the tail ends that a client gets. */
  readonly tail: readonly string[];
  /** Lines that came meanwhile and stand after it. */
  readonly notes: LogLine[];
}

interface Waiting {
  readonly end: SettlingEnd;
  readonly endedMs: number;
  readonly written: Promise<void>;
  readonly resolve: () => void;
}

/** Holds the ends of calls back until their output has come, in the order they ended, with one timer for all. */
export class SettlingEnds {
  readonly #clock: Clock;
  readonly #write: (end: SettlingEnd) => void;
  #waiting: Waiting[] = [];
  #lastOutputMs = 0;
  /** Since the newest call began. */
  #hasPrinted = false;
  #cancelTimer: Unsubscribe | undefined;

  constructor(clock: Clock, write: (end: SettlingEnd) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  /** The newest of those that wait. */
  get last(): SettlingEnd | undefined {
    return this.#waiting.at(-1)?.end;
  }

  /** Resolves when the end of that request is written; at once when none waits. */
  async written(requestId: string): Promise<void> {
    await this.#waiting.find(({ end }) => end.requestId === requestId)?.written;
  }

  outputCame(nowMs: number): void {
    this.#lastOutputMs = nowMs;
    this.#hasPrinted = true;
  }

  callStarted(): void {
    this.#hasPrinted = false;
  }

  /** Resolves when it is written. */
  add(end: SettlingEnd): Promise<void> {
    let resolve = (): void => undefined;
    const written = new Promise<void>((done) => (resolve = done));
    this.#waiting.push({ end, endedMs: this.#clock.monotonicMs(), written, resolve });
    this.#cancelTimer ??= this.#clock.after(settle.quietMs, () => this.#look());
    return written;
  }

  /** Writes them all now. The timer finds nothing to do when it comes: that is cheaper than a new one for each call. */
  writeAll(): void {
    if (this.#waiting.length > 0) this.#writeFirst(this.#waiting.length);
  }

  close(): void {
    this.writeAll();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #look(): void {
    this.#cancelTimer = undefined;
    const now = this.#clock.monotonicMs();
    const firstHeld = this.#waiting.findIndex((waiting) => this.#dueMs(waiting) > now);
    this.#writeFirst(firstHeld < 0 ? this.#waiting.length : firstHeld);
    const [next] = this.#waiting;
    if (next === undefined) return;
    const waitMs = Math.max(1, Math.min(settle.quietMs, this.#dueMs(next) - now));
    this.#cancelTimer = this.#clock.after(waitMs, () => this.#look());
  }

  #dueMs({ endedMs }: Waiting): number {
    const due = this.#hasPrinted ? Math.max(endedMs, this.#lastOutputMs) + settle.quietMs : endedMs + settle.silentMs;
    return Math.min(due, endedMs + settle.longestMs);
  }

  #writeFirst(count: number): void {
    for (const { end, resolve } of this.#waiting.splice(0, count)) {
      this.#write(end);
      resolve();
    }
  }
}
