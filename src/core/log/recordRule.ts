import type { FunctionSpec } from '../function/functionSpec.ts';
import { maxLineBytes } from './lineSplitter.ts';

/**
 * A line after a pause this long does not go on with a record. The platform says nothing about time; a stack trace comes
 * at once, and what comes a second later was written by somebody else.
 */
const longestPauseMs = 1000;

/**
 * Whether lines without a date belong to the dated line before them (docs: log configuration, `logBeginRule`). They do
 * unless `s.yaml` says `None`: the console switches the rule on for every new log, and fc3 writes `DefaultRegex` for
 * `logConfig: auto`.
 */
export function joinsUndatedLines({ logConfig }: Pick<FunctionSpec, 'logConfig'>): boolean {
  return logConfig === undefined || logConfig === 'auto' || logConfig.logBeginRule === 'DefaultRegex';
}

/** `^.{0,2}\d{4}-\d{2}-\d{2}`, the platform's rule, without the cost of a regular expression for each line. */
export function beginsWithDate(text: string): boolean {
  return hasDateAt(text, 0) || hasDateAt(text, 1) || hasDateAt(text, 2);
}

function hasDateAt(text: string, at: number): boolean {
  if (text.charCodeAt(at + 4) !== dash || text.charCodeAt(at + 7) !== dash) return false;
  for (const digit of [0, 1, 2, 3, 5, 6, 8, 9]) if (!isDigit(text.charCodeAt(at + digit))) return false;
  return true;
}

const dash = 0x2d;

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The record that the lines of one stream go on with, and the request it belongs to. */
export class OpenRecord {
  #isOpen = false;
  #requestId: string | undefined;
  #bytes = 0;
  #lastLineAt = 0;

  get requestId(): string | undefined {
    return this.#requestId;
  }

  /** A dated line: it begins a record. */
  begin(text: string, requestId: string | undefined, nowMs: number): void {
    this.#isOpen = true;
    this.#requestId = requestId;
    this.#bytes = Buffer.byteLength(text);
    this.#lastLineAt = nowMs;
  }

  /** Whether a line without a date goes on with it. A record too is at most 32 KB (docs: limits). */
  takes(text: string, nowMs: number): boolean {
    if (!this.#isOpen) return false;
    this.#bytes += 1 + Buffer.byteLength(text);
    this.#isOpen = nowMs - this.#lastLineAt <= longestPauseMs && this.#bytes <= maxLineBytes;
    this.#lastLineAt = nowMs;
    return this.#isOpen;
  }

  /** Nothing goes on with a record of this request any more; `undefined`: with one of no request. */
  closeOf(requestId: string | undefined): void {
    if (this.#requestId === requestId) this.#isOpen = false;
  }
}
