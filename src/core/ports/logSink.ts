/** Where a line comes from: the container's streams, the platform around it, or an image build. */
export type LogSource = 'stdout' | 'stderr' | 'platform' | 'build';

/** One line of a function's log, without its line end. */
export interface LogLine {
  /** Lines that came together share it. */
  readonly time: Date;
  readonly functionName: string;
  /** Absent for build lines. */
  readonly instanceId?: string;
  /** The invocation the line belongs to, when that is certain. */
  readonly requestId?: string;
  readonly source: LogSource;
  /** As it was written, colours and other control characters included; of U+FFFD where it was not UTF-8. */
  readonly text: string;
  /** It goes on with the record that the line before it of the same instance and source belongs to (`logBeginRule`). */
  readonly continues?: true;
}

/** Takes finished lines in order and decides where they go: an output channel, stdout, an array in a test. */
export interface LogSink {
  write(line: LogLine): void;
  /** Instead of `write` for each, where lines come many at a time; the array is the sink's from then on. */
  writeAll?(lines: readonly LogLine[]): void;
}
