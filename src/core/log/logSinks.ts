import type { LogLine, LogSink } from '../ports/logSink.ts';

/** One sink that hands every line to all of these. */
export function logSinks(...sinks: readonly LogSink[]): LogSink {
  const write = (line: LogLine): void => {
    for (const sink of sinks) sink.write(line);
  };
  return {
    write,
    writeAll: (lines) => {
      for (const sink of sinks) {
        if (sink.writeAll === undefined) for (const line of lines) sink.write(line);
        else sink.writeAll(lines);
      }
    },
  };
}
