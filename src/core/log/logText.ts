import type { LogLine, LogSource } from '../ports/logSink.ts';

/**
 * A line as a saved log holds it, in one line of text without its end: ISO time, function, instance, request, source and
 * the text as it was written, one space between them, `-` for what is not there, `+` after the source of a line that
 * goes on with the record before it.
 *
 *     2025-01-01T00:00:00.000Z hello c-65b764db-15fa2aa8-bc50f7839399 1-65b764db-15eb737f-0c67ab5cd968 stdout+ text
 */
export function formatLogText(line: LogLine): string {
  // a line has no line end inside; should one come, what follows must not look like a line of its own
  const text = line.text.includes('\n') ? line.text.replaceAll('\n', ' ') : line.text;
  return prefixOf(line) + text;
}

/** The line that `formatLogText` wrote as `text`; `undefined` when it did not write that. */
export function parseLogText(text: string): LogLine | undefined {
  const [, iso = '', functionName = '', instanceId, requestId, source, continues, rest = ''] = written.exec(text) ?? [];
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return undefined;
  return {
    time,
    functionName: decoded(functionName),
    ...(instanceId === undefined || instanceId === none ? {} : { instanceId: decoded(instanceId) }),
    ...(requestId === undefined || requestId === none ? {} : { requestId: decoded(requestId) }),
    source: source as LogSource,
    text: rest,
    ...(continues === '+' ? { continues: true } : {}),
  };
}

/** The space before an empty text may be missing: some editors cut off spaces at the end of a line. */
const written =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([^ ]+) ([^ ]+) ([^ ]+) (stdout|stderr|platform|build)(\+?)(?: ([^]*))?$/;

/** What was written last, in its parts: in a flood thousands of lines have the same, and of many calls most have some. */
const last = {
  ms: NaN,
  iso: '',
  functionName: '',
  instanceId: '',
  from: '- -',
  requestId: '',
  source: '',
  prefix: '',
};

function prefixOf({ time, functionName, instanceId = '', requestId = '', source, continues }: LogLine): string {
  const ms = time.getTime();
  const isOfSameInstance = instanceId === last.instanceId && functionName === last.functionName;
  const kind = continues ? `${source}+` : source;
  if (ms === last.ms && isOfSameInstance && requestId === last.requestId && kind === last.source) return last.prefix;
  if (ms !== last.ms) last.iso = time.toISOString();
  if (!isOfSameInstance) last.from = `${encoded(functionName)} ${encoded(instanceId)}`;
  last.ms = ms;
  last.functionName = functionName;
  last.instanceId = instanceId;
  last.requestId = requestId;
  last.source = kind;
  last.prefix = `${last.iso} ${last.from} ${encoded(requestId)} ${kind} `;
  return last.prefix;
}

const none = '-';
const special = /[\x00-\x20%\x7f]|^-$/g;

/** Names and ids hardly ever hold a space, but a client may send any request id. */
function encoded(value: string): string {
  if (value === '') return none;
  return value.replace(special, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function decoded(value: string): string {
  return value.replace(/%([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
