import type { OutputChunk } from '../ports/containerEngine.ts';
import type { LogLine, LogSource } from '../ports/logSink.ts';
import { eachLine } from './lineSplitter.ts';
import { beginsWithDate, OpenRecord } from './recordRule.ts';
import { RequestsInFlight } from './requestsInFlight.ts';

/** What all lines of an instance have in common. */
export interface LineOrigin {
  readonly functionName: string;
  readonly instanceId: string;
}

/**
 * Says of each line that a container wrote which request it belongs to: the one its record belongs to, else the one whose
 * id it names, else the only one there is.
 */
export class LineAttribution {
  readonly requests = new RequestsInFlight();
  readonly #origin: LineOrigin;
  readonly #joinsUndatedLines: boolean;
  readonly #records = { stdout: new OpenRecord(), stderr: new OpenRecord() };

  /** @param joinsUndatedLines whether lines without a date belong to the record of the dated line before them */
  constructor(origin: LineOrigin, joinsUndatedLines: boolean) {
    this.#origin = origin;
    this.#joinsUndatedLines = joinsUndatedLines;
  }

  started(requestId: string): void {
    this.#closeRecords(undefined); // what follows is the request's, unless it is one of several
    this.requests.started(requestId);
  }

  ended(requestId: string): void {
    this.requests.ended(requestId);
    this.#closeRecords(requestId);
  }

  /** @param block whole lines, each with its end */
  linesOf(source: OutputChunk['stream'], block: string, time: Date): LogLine[] {
    const nowMs = time.getTime();
    const record = this.#records[source];
    const { only } = this.requests;
    const areNamed = this.requests.areNamedIn(block);
    const lines: LogLine[] = [];
    eachLine(block, (text) => {
      const isDated = this.#joinsUndatedLines && beginsWithDate(text);
      const continues = !isDated && record.takes(text, nowMs);
      const owner = areNamed ? (this.requests.namedIn(text) ?? only) : only;
      if (isDated) record.begin(text, owner, nowMs);
      const requestId = continues ? record.requestId : owner;
      lines.push(newLine(this.#origin, { time, source, text, requestId, continues }));
    });
    return lines;
  }

  #closeRecords(requestId: string | undefined): void {
    this.#records.stdout.closeOf(requestId);
    this.#records.stderr.closeOf(requestId);
  }
}

interface LineParts {
  readonly time: Date;
  readonly source: LogSource;
  readonly text: string;
  readonly requestId: string | undefined;
  readonly continues?: boolean;
}

/** Each kind is written out: to copy objects costs more than all else that is done for a line. */
export function newLine({ functionName, instanceId }: LineOrigin, parts: LineParts): LogLine {
  const { time, source, text, requestId, continues = false } = parts;
  if (requestId === undefined)
    return continues
      ? { time, functionName, instanceId, source, text, continues }
      : { time, functionName, instanceId, source, text };
  return continues
    ? { time, functionName, instanceId, requestId, source, text, continues }
    : { time, functionName, instanceId, requestId, source, text };
}
