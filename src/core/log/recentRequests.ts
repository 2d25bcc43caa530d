import type { LogLine } from '../ports/logSink.ts';

/** A request as its log tells it. */
export interface SeenRequest {
  readonly requestId: string;
  readonly functionName: string;
  readonly startedAt: Date;
  /** `42.27 ms`; absent while it runs. */
  readonly duration?: string;
  readonly error?: string;
}

const kept = 50;
const endOfCall = /^FC (?:Invoke|Initialize) End RequestId: \S+?, Error: (.+)$/;
const summary = /^Duration: ([\d.]+ ms)/;

/** The newest requests a log has lines of: what a person may ask for without knowing an id. */
export class RecentRequests {
  readonly #seen = new Map<string, Writable<SeenRequest>>();

  see({ source, requestId, functionName, time, text }: LogLine): void {
    if (source !== 'platform' || requestId === undefined) return;
    let seen = this.#seen.get(requestId);
    if (seen === undefined) {
      seen = { requestId, functionName, startedAt: time };
      this.#seen.set(requestId, seen);
      if (this.#seen.size > kept) this.#forgetOldest();
    }
    // every call comes by here, and most of its lines say neither
    const duration = text.startsWith('Duration: ') ? summary.exec(text)?.[1] : undefined;
    const error = text.includes(', Error: ') ? endOfCall.exec(text)?.[1] : undefined;
    if (duration !== undefined) seen.duration = duration;
    if (error !== undefined) seen.error = error;
  }

  /** Newest first. */
  list(): readonly SeenRequest[] {
    return [...this.#seen.values()].reverse();
  }

  #forgetOldest(): void {
    const [oldest = ''] = this.#seen.keys();
    this.#seen.delete(oldest);
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
