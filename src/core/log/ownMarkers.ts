import type { LogSink } from '../ports/logSink.ts';

const markers = ['FC Invoke Start RequestId: ', 'FC Invoke End RequestId: '];

/** Whether a server prints the platform's own lines, as servers for FC 2.0 had to. */
export function hasOwnMarkers(text: string): boolean {
  return markers.some((marker) => text.includes(marker));
}

/** What to know about them (docs: request metrics, the list of requests). The lines are kept, as in the cloud. */
export const ownMarkersNote =
  'Your server prints “FC Invoke Start RequestId: …” itself. Since FC 3.0 the platform prints these lines for every ' +
  'call; with both, the log service lists each call twice unless request metrics are on. Remove them from your code.';

/** The functions of each log that were told. Instances come and go, and a note for each would be noise. */
const told = new WeakMap<LogSink, Set<string>>();

/** Whether this log has not told this function yet; from now on it has. */
export function isFirstToTell(log: LogSink, functionName: string): boolean {
  const functions = told.get(log) ?? new Set();
  told.set(log, functions);
  if (functions.has(functionName)) return false;
  functions.add(functionName);
  return true;
}
