import type { Disposable, OutputChannel } from 'vscode';
import type { LogLine, LogSink } from '../../core/ports/logSink.ts';

/** Lines are appended in batches: one message to the editor per frame, not per line. */
const flushMs = 16;
/** More than this between two flushes is a flood; the middle of it is dropped and counted. */
const maxPending = 20_000;

/** The output channel "Function Compute": every function's log, each line with its time and function. */
export class FunctionLog implements LogSink, Disposable {
  readonly #channel: OutputChannel;
  #pending: string[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(channel: OutputChannel) {
    this.#channel = channel;
  }

  write(line: LogLine): void {
    if (this.#pending.length >= maxPending) this.#dropped++;
    else this.#pending.push(format(line));
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  show(preserveFocus: boolean): void {
    this.#flush();
    this.#channel.show(preserveFocus);
  }

  dispose(): void {
    this.#flush();
    this.#channel.dispose();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    const lines = this.#pending;
    if (this.#dropped > 0)
      lines.push(`… ${this.#dropped} lines were dropped: the function logs faster than they can be shown`);
    this.#pending = [];
    this.#dropped = 0;
    this.#channel.append(`${lines.join('\n')}\n`);
  }
}

/** Colour codes and other control characters: an output channel does not draw them. */
const controlSequences = /\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** `19:10:01.123 [hello] text`: the text as the platform or the container wrote it. */
export function format({ time, functionName, text }: LogLine): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  const ms = String(time.getMilliseconds()).padStart(3, '0');
  return `${clock}.${ms} [${functionName}] ${text.replace(controlSequences, '')}`;
}
