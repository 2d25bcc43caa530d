import { stripVTControlCharacters } from 'node:util';
import type { BuildEvent } from '../core/ports/containerEngine.ts';

const tailLines = 20;
/** The classic builder paints what a step wrote to stderr red, and only that. */
const red = '\u001b[91m';

type OutputStream = 'stdout' | 'stderr';

/** Reads the classic builder's messages: which step it is at, what the step prints, what it came to. */
export class BuildProgress {
  /** Of the last stage that was finished; at the end, of the image. */
  imageId: string | undefined;
  /** The step it is at, as written: `RUN npm ci`. */
  stepText: string | undefined;
  stepNumber = 0;
  stepCount = 0;
  /** The container the step runs in, while it runs. */
  runningIn: string | undefined;
  readonly #onEvent: (event: BuildEvent) => void;
  readonly #tail: string[] = [];
  readonly #unfinished: Record<OutputStream, string> = { stdout: '', stderr: '' };

  constructor(onEvent: (event: BuildEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** The last lines the step has printed. */
  get tail(): string {
    return this.#tail.join('\n');
  }

  push(message: unknown): void {
    const { stream, aux } = message as { stream?: unknown; aux?: { ID?: unknown } | null };
    if (typeof aux?.ID === 'string') this.imageId = aux.ID;
    if (typeof stream === 'string') this.#text(stream);
  }

  /** Hands on what was printed without a line end. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#unfinished[stream]) this.#line(this.#unfinished[stream], stream);
      this.#unfinished[stream] = '';
    }
  }

  #text(text: string): void {
    if (this.#isStep(text) || this.#isBuildersOwn(text)) return;
    const stream = text.startsWith(red) ? 'stderr' : 'stdout';
    const [first = '', ...others] = stripVTControlCharacters(text).split('\n');
    this.#unfinished[stream] += first;
    for (const next of others) {
      this.#line(this.#unfinished[stream], stream);
      this.#unfinished[stream] = next;
    }
  }

  /** A step's title is a message of its own, without a line end: a program that prints the same words ends its line. */
  #isStep(text: string): boolean {
    const [, step, total, title] = /^Step (\d+)\/(\d+) : ([^]*)$/.exec(text) ?? [];
    if (title === undefined || Number(step) !== this.stepNumber + 1 || title.endsWith('\n')) return false;
    this.flush();
    this.#tail.length = 0;
    [this.stepText, this.stepNumber, this.stepCount] = [title, Number(step), Number(total)];
    this.#onEvent({ kind: 'step', step: this.stepNumber, total: this.stepCount, text: title });
    return true;
  }

  #isBuildersOwn(text: string): boolean {
    if (text === ' ---> Using cache\n') {
      this.#onEvent({ kind: 'cached' });
      return true;
    }
    const container = /^ ---> Running in ([0-9a-f]{12,64})\n$/.exec(text)?.[1];
    if (container) this.runningIn = container;
    else if (/^Removing intermediate container /.test(text)) this.runningIn = undefined;
    else return text === '\n' || /^ ---> [0-9a-f]{12,64}\n$|^Successfully (built|tagged) /.test(text);
    return true;
  }

  /** Progress bars rewrite their line with carriage returns; what stays is the last version. */
  #line(raw: string, stream: OutputStream): void {
    const text = raw.replace(/\r+$/, '').replace(/^.*\r/, '');
    this.#tail.push(text);
    if (this.#tail.length > tailLines) this.#tail.shift();
    this.#onEvent({ kind: 'output', text, stream });
  }
}
