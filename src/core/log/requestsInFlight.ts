/** As many ended requests are still known by their ids: their last lines may come late, or from work left behind. */
const remembered = 8;
/** The platform's ids, `1-<8 hex>-<8 hex>-<12 hex>`; clients may send others. */
const platformId = /1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}/g;
const platformIdLength = 32;
/** A shorter id is too likely to stand in a line by chance. */
const shortestName = 8;

/** The requests an instance works on, and which of them a line belongs to. */
export class RequestsInFlight {
  // arrays: a set that takes and loses an element with every call leaves twice as much to the garbage collector
  readonly #inFlight: string[] = [];
  /** The newest last. */
  readonly #ended: string[] = [];

  started(requestId: string): void {
    this.#inFlight.push(requestId);
  }

  ended(requestId: string): void {
    const at = this.#inFlight.indexOf(requestId);
    if (at >= 0) this.#inFlight.splice(at, 1);
    this.#ended.push(requestId);
    if (this.#ended.length > remembered) this.#ended.shift();
  }

  /** The one request there is, which every line belongs to that does not name another. */
  get only(): string | undefined {
    return this.#inFlight.length === 1 ? this.#inFlight[0] : undefined;
  }

  /** The known request that a text names first. */
  namedIn(text: string): string | undefined {
    return this.#find(text, undefined);
  }

  /** Whether `namedIn` can say more of a line of this text than `only` does; asked once for many lines. */
  areNamedIn(text: string): boolean {
    const only = this.only;
    const others = this.#inFlight.length + this.#ended.length - (only === undefined ? 0 : 1);
    return others > 0 && this.#find(text, only) !== undefined;
  }

  #find(text: string, except: string | undefined): string | undefined {
    platformId.lastIndex = 0;
    while (platformId.test(text)) {
      const id = text.slice(platformId.lastIndex - platformIdLength, platformId.lastIndex);
      if (id !== except && (this.#inFlight.includes(id) || this.#ended.includes(id))) return id;
    }
    const isNamed = (id: string): boolean => id !== except && isOdd(id) && text.includes(id);
    return this.#inFlight.find(isNamed) ?? this.#ended.find(isNamed);
  }
}

/** An id that does not look like the platform's, and long enough to be told from a word. */
function isOdd(id: string): boolean {
  return id.length >= shortestName && (id.length !== platformIdLength || !id.startsWith('1-'));
}
