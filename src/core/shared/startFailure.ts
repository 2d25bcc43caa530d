/** Why an instance never became ready, as data: the platform's words, then ours. */
export interface StartFailure {
  readonly code: 'FunctionNotStarted' | 'CAExited';
  /** The platform's text, without the log tail that follows it in the cloud. */
  readonly message: string;
  /** What was found out about the cause, most telling first; each a full sentence. */
  readonly found: readonly string[];
  /** The end of the container's output. */
  readonly logTail: string;
}
