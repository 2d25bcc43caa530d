import type { TextRange } from '../shared/finding.ts';

/** A Dockerfile as far as it can be read, with positions. */
export interface ParsedDockerfile {
  readonly text: string;
  readonly lineEnd: '\n' | '\r\n';
  /** `ARG` before the first `FROM`, which alone may be used in `FROM`. */
  readonly globalArgs: readonly Assignment[];
  readonly stages: readonly Stage[];
  /** Comments by the line they are on, without `#`. */
  readonly comments: ReadonlyMap<number, string>;
}

export interface Stage {
  /** The name after `AS`, in lower case as the builder compares it. */
  readonly name?: string;
  readonly from: From;
  /** Everything after `FROM`, in order. */
  readonly instructions: readonly Instruction[];
}

export interface From {
  readonly range: TextRange;
  /** As written, variables and all; empty when it is missing. */
  readonly image: string;
  readonly imageRange: TextRange;
  /** `--platform=…`: its value, and the range of the whole flag. */
  readonly platform?: Word;
}

export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  readonly range: TextRange;
  /** Arguments without flags. */
  readonly words: readonly Word[];
  /** The arguments of the exec form, `["node", "server.js"]`. */
  readonly list?: readonly string[];
  /** What `ARG` and `ENV` set. */
  readonly assignments: readonly Assignment[];
  /** Whether another instruction may be written after it: it ends where it should. */
  readonly complete: boolean;
}

export interface Word {
  readonly value: string;
  readonly range: TextRange;
}

export interface Assignment {
  readonly name: string;
  readonly value?: string;
  readonly valueRange?: TextRange;
}
