import type { LogLine, LogSink } from '../../../src/core/ports/logSink.ts';

/** Of one function: its newest lines, and how many there were. */
export interface RecordedLog {
  readonly lines: readonly LogLine[];
  readonly count: number;
}

const kept = 20_000;

/** The logs of many functions, each kept apart, none without bounds. */
export class RecordedLogs implements LogSink {
  readonly #logs = new Map<string, { lines: LogLine[]; count: number }>();

  of(functionName: string): RecordedLog {
    return this.#of(functionName);
  }

  write(line: LogLine): void {
    this.writeAll([line]);
  }

  writeAll(lines: readonly LogLine[]): void {
    const [first] = lines;
    if (first === undefined) return;
    const log = this.#of(first.functionName);
    log.count += lines.length;
    for (const line of lines) log.lines.push(line);
    if (log.lines.length > 2 * kept) log.lines.splice(0, log.lines.length - kept);
  }

  #of(functionName: string): { lines: LogLine[]; count: number } {
    const log = this.#logs.get(functionName) ?? { lines: [], count: 0 };
    this.#logs.set(functionName, log);
    return log;
  }
}
