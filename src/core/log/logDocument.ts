import type { LogLine } from '../ports/logSink.ts';
import { parseLogText } from './logText.ts';
import { panelText } from './panelText.ts';
import { RecentLines } from './recentLines.ts';
import { everyFunction, type LogFilter, type SavedLog } from './savedLog.ts';

/** What an editor holds and colours with ease. */
const most = { lines: 100_000, chars: 10_000_000 };

/** A part of the saved log as people read it: a head that says what it is, then the lines as the panel shows them. */
export interface LogDocument {
  readonly text: string;
  /** How many lines of the log are meant, also those that are not shown. */
  readonly lines: number;
}

/** @throws the signal's reason when reading was cancelled */
export async function logDocument(
  log: Pick<SavedLog, 'readLines'>,
  filter: LogFilter,
  options: { readonly signal?: AbortSignal } = {},
): Promise<LogDocument> {
  const recent = new RecentLines<{ readonly text: string }>(most);
  for await (const text of log.readLines(filter, options)) recent.push({ text });
  const { lines, dropped } = recent.take();
  const shown = lines.flatMap(({ text }) => parseLogText(text) ?? []);
  const note = `… ${dropped.toLocaleString('en')} older lines are not shown here. “Function Compute: Save Log…” writes them all to a file.`;
  const first = shown.find(({ functionName }) => functionName !== everyFunction);
  const text = [head(filter, first), ...(dropped > 0 ? [note] : []), ...shown.map(panelText), ''].join('\n');
  return { text, lines: shown.length + dropped };
}

function head({ functionName, requestId }: LogFilter, first: LogLine | undefined): string {
  const what = requestId === undefined ? `Log of ${functionName ?? 'every function'}` : `Log of request ${requestId}`;
  if (first === undefined) return `# ${what}: no line yet`;
  const where = first.instanceId === undefined ? '' : ` on ${first.instanceId}`;
  const of = requestId === undefined ? '' : `, ${first.functionName}${where}`;
  return `# ${what}${of}, from ${dayText(first.time)} on`;
}

/** `2026-11-23`, in local time as the lines' own times. */
function dayText(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
