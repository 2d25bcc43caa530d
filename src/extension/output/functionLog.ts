import type { Disposable, OutputChannel } from 'vscode';
import { panelText } from '../../core/log/panelText.ts';
import { RecentLines } from '../../core/log/recentLines.ts';
import type { LogLine, LogSink } from '../../core/ports/logSink.ts';

/**
 * As much is shown at a time: a flush takes some milliseconds, where an extension host may be busy for 50. What is shown
 * stays in memory while the panel is open, here and in the window: after a burst of that size a flood is shown at the
 * rate at which this fills up again.
 */
const most = { lines: 10_000, chars: 1_000_000 };
const fillsUpInMs = 2_000;
/** A quiet log is shown at once, a busy one once per frame, a flood now and then. */
const rest = { ms: 16, ofFloodMs: 250 };

/** The output channel "Function Compute": every function's log, each line with its time and function. */
export class FunctionLog implements LogSink, Disposable {
  readonly #channel: Pick<OutputChannel, 'append' | 'clear' | 'show' | 'dispose'>;
  readonly #recent = new RecentLines<LogLine>(most);
  /** The part of `most` that may be shown now. */
  #share = 1;
  #flushedAt = 0;
  #restMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(channel: Pick<OutputChannel, 'append' | 'clear' | 'show' | 'dispose'>) {
    this.#channel = channel;
  }

  write(line: LogLine): void {
    this.writeAll([line]);
  }

  writeAll(lines: readonly LogLine[]): void {
    for (const line of lines) this.#recent.push(line);
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#flushedAt + this.#restMs - performance.now()));
  }

  show(preserveFocus: boolean): void {
    this.#flush();
    this.#channel.show(preserveFocus);
  }

  /** Empties the panel; the saved log keeps everything. */
  clear(): void {
    this.#recent.take();
    this.#channel.clear();
  }

  dispose(): void {
    this.#flush();
    this.#channel.dispose();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#recent.isEmpty) return;
    const now = performance.now();
    this.#share = Math.min(1, this.#share + (now - this.#flushedAt) / fillsUpInMs);
    const { lines, dropped } = this.#recent.take({ lines: most.lines * this.#share, chars: most.chars * this.#share });
    const text = lines.map(panelText).join('\n');
    this.#share = Math.max(0, this.#share - Math.max(lines.length / most.lines, text.length / most.chars));
    this.#flushedAt = now;
    this.#restMs = dropped > 0 ? rest.ofFloodMs : rest.ms;
    this.#channel.append(`${dropped > 0 ? `${droppedNote(dropped)}\n` : ''}${text}\n`);
  }
}

function droppedNote(lines: number): string {
  const what = lines === 1 ? '1 line is' : `${lines.toLocaleString('en')} lines are`;
  return `… ${what} not shown here, they came too fast. The saved log has them all: “Function Compute: Show Log of One Function…”`;
}
