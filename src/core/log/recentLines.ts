/** A ring of the newest lines: a flood pushes the oldest out, and they are counted. */
export class RecentLines<Line extends { readonly text: string }> {
  readonly #ring: (Line | undefined)[];
  readonly #maxChars: number;
  #first = 0;
  #count = 0;
  #chars = 0;
  #dropped = 0;

  /** @param maxChars bounds what the texts hold together; the newest line is kept whatever its length */
  constructor(maxLines: number, maxChars: number) {
    this.#ring = new Array<Line | undefined>(maxLines);
    this.#maxChars = maxChars;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  push(line: Line): void {
    if (this.#count === this.#ring.length) this.#dropOldest();
    this.#ring[(this.#first + this.#count) % this.#ring.length] = line;
    this.#count++;
    this.#chars += line.text.length;
    while (this.#chars > this.#maxChars && this.#count > 1) this.#dropOldest();
  }

  /** What there is, oldest first, and how many lines before it were pushed out; then the ring is empty. */
  take(): { readonly lines: readonly Line[]; readonly dropped: number } {
    const dropped = this.#dropped;
    const lines: Line[] = [];
    while (this.#count > 0) lines.push(this.#shift());
    this.#dropped = 0;
    return { lines, dropped };
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
