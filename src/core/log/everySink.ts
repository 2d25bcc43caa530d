import type { LogLine, LogSink } from '../ports/logSink.ts';

/** A sink that hands every line to each of these. */
export function everySink(...sinks: readonly LogSink[]): LogSink {
  return {
    write: (line) => {
      for (const sink of sinks) sink.write(line);
    },
    writeAll: (lines) => {
      for (const sink of sinks) writeAll(sink, lines);
    },
  };
}

function writeAll(sink: LogSink, lines: readonly LogLine[]): void {
  if (sink.writeAll !== undefined) sink.writeAll(lines);
  else for (const line of lines) sink.write(line);
}
