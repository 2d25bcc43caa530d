import type { Disposable, OutputChannel } from 'vscode';
import { panelText } from '../../core/log/panelText.ts';
import { RecentLines } from '../../core/log/recentLines.ts';
import type { LogLine, LogSink } from '../../core/ports/logSink.ts';

/**
 * More than this between two flushes is a flood, and the newest of it is shown. The bounds keep a flush far under the
 * 50 ms for which an extension host may be busy.
 */
const most = { lines: 10_000, chars: 1_000_000 };
/** A quiet log is shown at once, then one message per frame goes to the editor, and under a flood fewer and larger ones. */
const rest = { ms: 16, ofFloodMs: 100 };

/** The output channel "Function Compute": every function's log, each line with its time and function. */
export class FunctionLog implements LogSink, Disposable {
  readonly #channel: Pick<OutputChannel, 'append' | 'clear' | 'show' | 'dispose'>;
  readonly #recent = new RecentLines<LogLine>(most.lines, most.chars);
  #restsUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(channel: Pick<OutputChannel, 'append' | 'clear' | 'show' | 'dispose'>) {
    this.#channel = channel;
  }

  write(line: LogLine): void {
    this.writeAll([line]);
  }

  writeAll(lines: readonly LogLine[]): void {
    for (const line of lines) this.#recent.push(line);
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#restsUntil - performance.now()));
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
    const { lines, dropped } = this.#recent.take();
    const text = lines.map(panelText).join('\n');
    const load = Math.max(dropped > 0 ? 1 : 0, lines.length / most.lines, text.length / most.chars);
    this.#restsUntil = performance.now() + Math.max(rest.ms, rest.ofFloodMs * Math.min(1, load));
    this.#channel.append(`${dropped > 0 ? `${droppedNote(dropped)}\n` : ''}${text}\n`);
  }
}

function droppedNote(lines: number): string {
  const what = lines === 1 ? '1 line is' : `${lines.toLocaleString('en')} lines are`;
  return `… ${what} not shown here, they came too fast. The saved log has them all: “Function Compute: Show Log of One Function…”`;
}
