/** Where a line comes from: the container's streams, the platform around it, or an image build. */
export type LogSource = 'stdout' | 'stderr' | 'platform' | 'build';

/** One line of a function's log, without its line end. */
export interface LogLine {
  readonly time: Date;
  readonly functionName: string;
  /** Absent for build lines. */
  readonly instanceId?: string;
  /** The invocation the line belongs to, when that is certain. */
  readonly requestId?: string;
  readonly source: LogSource;
  readonly text: string;
}

/** Takes finished lines in order and decides where they go: an output channel, stdout, an array in a test. */
export interface LogSink {
  write(line: LogLine): void;
}
