/** Keeps lines for good, in their order, and gives them back. */
export interface LineStore {
  /** Takes one line, without its line end. Never waits and never throws; a line it has no room for is counted. */
  append(line: string): void;
  /** All that is kept, oldest first, also what was appended just now; many lines at a time. */
  read(): AsyncIterable<readonly string[]>;
  /** Resolves once all that was appended is kept, or counted as lost. */
  flush(): Promise<void>;
  /** Writes other lines to a file of the person's; the file appears, or is replaced, only when it is whole. */
  writeTo(
    file: string,
    lines: AsyncIterable<readonly string[]>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
