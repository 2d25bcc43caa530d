import type { Clock } from '../ports/clock.ts';
import type { OutputChunk } from '../ports/containerEngine.ts';
import type { LogSink, LogSource } from '../ports/logSink.ts';
import type { InvocationResult } from '../invocation/invocation.ts';
import { invokeEndLine, invokeStartLine, summaryLine } from './formatInvocation.ts';
import { LineSplitter } from './lineSplitter.ts';

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

/** The log of one instance: the container's lines, and the platform's around each call. */
export class InstanceLog {
  readonly #streams = { stdout: new LineSplitter(), stderr: new LineSplitter() };
  readonly #inFlight = new Set<string>();
  #lastOutputAt = 0;
  #pendingEnd: (() => void) | undefined;

  constructor(
    readonly functionName: string,
    readonly instanceId: string,
    readonly sink: LogSink,
    readonly clock: Clock,
  ) {}

  output({ stream, data }: OutputChunk): void {
    this.#lastOutputAt = this.clock.monotonicMs();
    for (const line of this.#streams[stream].push(data)) this.#write(stream, line);
  }

  invokeStarted(requestId: string): void {
    this.#pendingEnd?.();
    this.#inFlight.add(requestId);
    this.#write('platform', invokeStartLine(requestId), requestId);
  }

  /** Writes the end of a call once its own output has arrived; resolves when it is written. */
  async invokeEnded(result: InvocationResult): Promise<void> {
    this.#pendingEnd?.();
    const end = { written: false };
    const write = (): void => {
      if (end.written) return;
      end.written = true;
      if (this.#pendingEnd === write) this.#pendingEnd = undefined;
      this.#inFlight.delete(result.requestId);
      this.#write('platform', invokeEndLine(result), result.requestId);
      this.#write('platform', summaryLine(result), result.requestId);
    };
    this.#pendingEnd = write;
    const endedAt = this.clock.monotonicMs();
    const hasPrinted = (): boolean => this.#lastOutputAt >= endedAt - result.durationMs;
    for (;;) {
      await this.clock.sleep(settle.quietMs);
      const now = this.clock.monotonicMs();
      const isQuiet = now - this.#lastOutputAt >= settle.quietMs;
      const waited = now - endedAt;
      if (end.written || (isQuiet && (hasPrinted() || waited >= settle.silentMs)) || waited >= settle.longestMs) break;
    }
    // a prompt or a dot without a line end belongs to this call, not to the next
    if (!end.written && this.#inFlight.size === 1) this.#writeRest((stream) => stream.flush());
    write();
  }

  /** The container is gone: what is left of its last lines. */
  close(): void {
    this.#writeRest((stream) => stream.end());
    this.#pendingEnd?.();
  }

  #writeRest(take: (stream: LineSplitter) => readonly string[]): void {
    for (const stream of ['stdout', 'stderr'] as const)
      for (const line of take(this.#streams[stream])) this.#write(stream, line);
  }

  #write(source: LogSource, text: string, requestId = this.#requestOf(text)): void {
    this.sink.write({
      time: this.clock.now(),
      functionName: this.functionName,
      instanceId: this.instanceId,
      source,
      text,
      ...(requestId === undefined ? {} : { requestId }),
    });
  }

  /** The request a line belongs to: the one whose id it names, or the only one there is. */
  #requestOf(text: string): string | undefined {
    const [only] = this.#inFlight;
    if (this.#inFlight.size === 1) return only;
    return [...this.#inFlight].find((requestId) => text.includes(requestId));
  }
}
