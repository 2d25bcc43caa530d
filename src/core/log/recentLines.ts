/** How much is kept: lines, and UTF-16 units of their texts together. */
export interface LineLimits {
  readonly lines: number;
  readonly chars: number;
}

/** A ring of the newest lines: a flood pushes the oldest out, and they are counted. */
export class RecentLines<Line extends { readonly text: string }> {
  readonly #ring: (Line | undefined)[];
  readonly #maxChars: number;
  #first = 0;
  #count = 0;
  #chars = 0;
  #dropped = 0;

  constructor({ lines, chars }: LineLimits) {
    this.#ring = new Array<Line | undefined>(lines);
    this.#maxChars = chars;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  push(line: Line): void {
    if (this.#count === this.#ring.length) this.#dropOldest();
    this.#ring[(this.#first + this.#count) % this.#ring.length] = line;
    this.#count++;
    this.#chars += line.text.length;
    this.#keep(this.#ring.length, this.#maxChars);
  }

  /**
   * The newest lines, oldest first, and how many before them were left out; then the ring is empty.
   * @param limits when even fewer are wanted; the newest line is there whatever its length
   */
  take(limits?: LineLimits): { readonly lines: readonly Line[]; readonly dropped: number } {
    if (limits !== undefined) this.#keep(limits.lines, limits.chars);
    const dropped = this.#dropped;
    const lines: Line[] = [];
    while (this.#count > 0) lines.push(this.#shift());
    this.#dropped = 0;
    return { lines, dropped };
  }

  #keep(lines: number, chars: number): void {
    while (this.#count > 1 && (this.#count > lines || this.#chars > chars)) this.#dropOldest();
  }

  #dropOldest(): void {
    this.#shift();
    this.#dropped++;
  }

  #shift(): Line {
    const line = this.#ring[this.#first] as Line;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#ring.length;
    this.#count--;
    this.#chars -= line.text.length;
    return line;
  }
}
