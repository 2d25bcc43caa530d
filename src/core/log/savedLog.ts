import type { LineStore } from '../ports/lineStore.ts';
import type { LogLine, LogSink } from '../ports/logSink.ts';
import { formatLogText, parseLogText } from './logText.ts';
import { RecentRequests } from './recentRequests.ts';

/** Which lines are meant; without any of these, all. */
export interface LogFilter {
  readonly functionName?: string;
  readonly requestId?: string;
  /** Milliseconds since 1970: no line older than that. */
  readonly sinceMs?: number;
}

interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** In place of a function's name: the line is about the log itself, and so about every function in it. */
export const everyFunction = '*';

/** Every line of every function, none left out, as `formatLogText` writes it. */
export class SavedLog implements LogSink, AsyncDisposable {
  readonly requests = new RecentRequests();
  readonly #store: LineStore;

  constructor(store: LineStore) {
    this.#store = store;
  }

  write(line: LogLine): void {
    this.requests.see(line);
    this.#store.append(formatLogText(line));
  }

  writeAll(lines: readonly LogLine[]): void {
    for (const line of lines) this.write(line);
  }

  /** The lines that are meant, oldest first, as `parseLogText` takes them; those of the moment included. */
  async *readLines(filter: LogFilter = {}, { signal }: ReadOptions = {}): AsyncGenerator<string> {
    for await (const lines of this.#batches(filter)) {
      signal?.throwIfAborted();
      yield* lines;
    }
  }

  /** Writes the lines that are meant to a file (an absolute path), which is replaced when it exists. */
  async saveTo(file: string, filter: LogFilter = {}, options: ReadOptions = {}): Promise<void> {
    await this.#store.writeTo(file, this.#batches(filter), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }

  async *#batches(filter: LogFilter): AsyncGenerator<readonly string[]> {
    const isMeant = toPredicate(filter);
    for await (const lines of this.#store.read()) yield isMeant === undefined ? lines : lines.filter(isMeant);
  }
}

/** What a store of lines has to say itself, as a line among the others. */
export function savedLogNote(text: string): string {
  return formatLogText({ time: new Date(), functionName: everyFunction, source: 'platform', text });
}

function toPredicate({ functionName, requestId, sinceMs }: LogFilter): ((text: string) => boolean) | undefined {
  if (functionName === undefined && requestId === undefined && sinceMs === undefined) return undefined;
  // most lines of a long log are not meant, and need not be taken apart; an id of other characters is written encoded
  const hint = requestId !== undefined && /^[\w-]+$/.test(requestId) ? requestId : undefined;
  return (text) => {
    if (hint !== undefined && !text.includes(hint)) return false;
    const line = parseLogText(text);
    if (line === undefined) return false;
    if (requestId !== undefined && line.requestId !== requestId) return false;
    if (functionName !== undefined && line.functionName !== functionName && line.functionName !== everyFunction)
      return false;
    return sinceMs === undefined || line.time.getTime() >= sinceMs;
  };
}
