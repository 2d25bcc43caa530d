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
  readonly #seen = new Map<string, SeenRequest>();

  see({ source, requestId, functionName, time, text }: LogLine): void {
    if (source !== 'platform' || requestId === undefined) return;
    const before = this.#seen.get(requestId) ?? { requestId, functionName, startedAt: time };
    const error = endOfCall.exec(text)?.[1];
    const duration = summary.exec(text)?.[1];
    this.#seen.set(requestId, {
      ...before,
      ...(error === undefined ? {} : { error }),
      ...(duration === undefined ? {} : { duration }),
    });
    if (this.#seen.size > kept) for (const oldest of [...this.#seen.keys()].slice(0, -kept)) this.#seen.delete(oldest);
  }

  /** Newest first. */
  list(): readonly SeenRequest[] {
    return [...this.#seen.values()].reverse();
  }
}
