import type { Clock } from '../ports/clock.ts';
import type { OutputChunk } from '../ports/containerEngine.ts';
import type { LogLine, LogSink } from '../ports/logSink.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { HookName } from '../instance/lifecycleHooks.ts';
import type { InvocationReport } from '../invocation/invocation.ts';
import {
  hookEndLine,
  hookStartLine,
  invokeEndLine,
  invokeStartLine,
  sampledMark,
  summaryLine,
} from './formatInvocation.ts';
import { LineAttribution, newLine, type LineOrigin } from './lineAttribution.ts';
import { LineSplitter } from './lineSplitter.ts';
import { LogTails } from './logTails.ts';
import { hasOwnMarkers, isFirstToTell, ownMarkersNote } from './ownMarkers.ts';
import { joinsUndatedLines } from './recordRule.ts';
import { SettlingEnds, type SettlingEnd } from './settlingEnds.ts';

export interface InstanceLogOptions {
  readonly spec: Pick<FunctionSpec, 'functionName' | 'instanceConcurrency' | 'logConfig'>;
  readonly instanceId: string;
  readonly sink: LogSink;
  readonly clock: Clock;
}

/**
 * The log of one instance: the container's lines, and the platform's around each call and hook. Holds nothing but the
 * beginning of a line per stream, the ends that wait for late output, and the tails that were asked for.
 */
export class InstanceLog {
  readonly #origin: LineOrigin;
  readonly #sink: LogSink;
  readonly #clock: Clock;
  readonly #streams = { stdout: new LineSplitter(), stderr: new LineSplitter() };
  readonly #attribution: LineAttribution;
  readonly #ends: SettlingEnds;
  readonly #tails = new LogTails();
  readonly #canTellTails: boolean;
  #lastTime = new Date(0);
  #mayTellOfMarkers = true;
  #isClosed = false;

  constructor({ spec, instanceId, sink, clock }: InstanceLogOptions) {
    this.#origin = { functionName: spec.functionName, instanceId };
    this.#sink = sink;
    this.#clock = clock;
    this.#attribution = new LineAttribution(this.#origin, joinsUndatedLines(spec));
    this.#ends = new SettlingEnds(clock, (end) => this.#writeEnd(end));
    this.#canTellTails = spec.instanceConcurrency === 1;
  }

  output({ stream, data }: OutputChunk): void {
    this.#ends.outputCame(this.#clock.monotonicMs());
    this.#writeOutput(stream, this.#streams[stream].push(data));
  }

  invokeStarted(requestId: string): void {
    this.#started(requestId, invokeStartLine(requestId));
  }

  /**
   * Writes the end of a call once its own output has arrived; resolves when it is written.
   * @param extraLines of ours, after the platform's: what the call cost, what was found out about a failure
   */
  invokeEnded(report: InvocationReport, extraLines: readonly string[] = []): Promise<void> {
    const end = invokeEndLine(report);
    const summary = summaryLine(report);
    const marked = report.memoryKind === 'sampled' ? summary + sampledMark : summary;
    return this.#ended(report.requestId, [end, marked, ...extraLines], [end, '', summary]);
  }

  hookStarted(hook: HookName, requestId: string): void {
    this.#started(requestId, hookStartLine(hook, requestId));
  }

  /** @param error why it failed; resolves when its end is written, as of a call */
  hookEnded(hook: HookName, requestId: string, error?: string): Promise<void> {
    return this.#ended(requestId, [hookEndLine(hook, requestId, error)], []);
  }

  /** What we have to say about the instance, after the ends of the calls that are over already. */
  note(text: string, requestId?: string): void {
    const lines = this.#platformLines([text], this.#now(), requestId);
    const settling = this.#ends.last;
    if (settling === undefined) this.#give(lines);
    else settling.notes.push(...lines);
  }

  /** Asks for the tail of a call that is about to start. */
  keepTail(requestId: string): void {
    if (this.#canTellTails) this.#tails.keep(requestId);
  }

  /**
   * The last 4 KB of a call's log as the platform returns them (`X-Fc-Log-Result`, decoded): Start, the call's lines,
   * End, an empty line and the numbers, without a line end. Whole once `settled` says so.
   * @returns `undefined` when nobody asked for it; when the instance takes several calls at a time (docs: instance
   *   concurrency: there is no tail then); or when it is not one of the latest
   */
  tail(requestId: string): string | undefined {
    return this.#tails.text(requestId);
  }

  /** Resolves when the end of that call is written; at once when it is, or has not ended yet. */
  settled(requestId: string): Promise<void> {
    return this.#ends.written(requestId);
  }

  /** The container is gone: what is left of its last lines, and the ends that waited for them. */
  close(): void {
    this.#isClosed = true;
    for (const stream of ['stdout', 'stderr'] as const) this.#writeOutput(stream, this.#streams[stream].end());
    this.#ends.close();
  }

  #started(requestId: string, text: string): void {
    this.#ends.writeAll();
    this.#ends.callStarted();
    this.#attribution.started(requestId);
    this.#tails.begin(requestId, text);
    this.#give(this.#platformLines([text], this.#now(), requestId));
  }

  #ended(requestId: string, texts: readonly string[], tail: readonly string[]): Promise<void> {
    const end: SettlingEnd = { requestId, endedAt: this.#clock.now(), texts, tail, notes: [] };
    if (!this.#isClosed) return this.#ends.add(end);
    this.#writeEnd(end);
    return Promise.resolve();
  }

  #writeEnd({ requestId, endedAt, texts, tail, notes }: SettlingEnd): void {
    if (this.#attribution.requests.only === requestId)
      // a prompt or a dot without a line end belongs to this call, not to the next
      for (const stream of ['stdout', 'stderr'] as const) this.#writeOutput(stream, this.#streams[stream].flush());
    this.#attribution.ended(requestId);
    this.#tails.end(requestId, tail);
    // its own lines may have come after it: times never go back
    const time = endedAt < this.#lastTime ? this.#lastTime : endedAt;
    const lines = this.#platformLines(texts, time, requestId);
    this.#give(notes.length === 0 ? lines : [...lines, ...notes]);
  }

  /** @param block whole lines, each with its end */
  #writeOutput(source: OutputChunk['stream'], block: string): void {
    if (block === '') return;
    const lines = this.#attribution.linesOf(source, block, this.#now());
    this.#tails.add(lines);
    this.#give(lines);
    if (this.#mayTellOfMarkers && hasOwnMarkers(block)) this.#tellOfMarkers();
  }

  #tellOfMarkers(): void {
    this.#mayTellOfMarkers = false;
    if (isFirstToTell(this.#sink, this.#origin.functionName)) this.note(ownMarkersNote);
  }

  /** @param texts may have line ends inside */
  #platformLines(texts: readonly string[], time: Date, requestId: string | undefined): LogLine[] {
    const lines: LogLine[] = [];
    for (const text of texts)
      for (const line of text.includes('\n') ? text.split('\n') : [text])
        lines.push(newLine(this.#origin, { time, source: 'platform', text: line, requestId }));
    return lines;
  }

  #now(): Date {
    this.#lastTime = this.#clock.now();
    return this.#lastTime;
  }

  #give(lines: readonly LogLine[]): void {
    if (this.#sink.writeAll !== undefined) this.#sink.writeAll(lines);
    else for (const line of lines) this.#sink.write(line);
  }
}
