const megabyte = 1024 * 1024;

interface Layer {
  readonly done: boolean;
  readonly current: number;
  readonly total: number;
}

/** What the engine tells while it pulls, as far as it is read here. */
interface PullMessage {
  /** Of a layer; the tag in the first message. */
  readonly id?: unknown;
  readonly status?: unknown;
  readonly progressDetail?: { readonly current?: unknown; readonly total?: unknown } | null;
}

/** Sums up the engine's messages about single layers, up to twenty a second, in one short line. */
export class PullProgress {
  readonly #layers = new Map<string, Layer>();

  /** `2 of 7 layers, 31 of 120 MB`; empty before a layer is known. */
  get text(): string {
    const layers = [...this.#layers.values()];
    if (layers.length === 0) return '';
    const sum = (of: (layer: Layer) => number): number => layers.reduce((total, layer) => total + of(layer), 0);
    const done = layers.filter((layer) => layer.done).length;
    const total = Math.round(sum((layer) => layer.total) / megabyte);
    const bytes = total === 0 ? '' : `, ${Math.round(sum((layer) => layer.current) / megabyte)} of ${total} MB`;
    return `${done} of ${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}${bytes}`;
  }

  push(message: unknown): void {
    const { id, status, progressDetail } = message as PullMessage;
    if (typeof id !== 'string' || typeof status !== 'string') return;
    const known = this.#layers.get(id);
    if (/^(?:Pulling fs layer|Already exists)$/.test(status))
      this.#layers.set(id, { done: status === 'Already exists', current: 0, total: 0 });
    if (known === undefined) return;
    if (status === 'Downloading') {
      const { current, total } = progressDetail ?? {};
      if (typeof current === 'number') this.#layers.set(id, { ...known, current, total: Number(total ?? known.total) });
    }
    if (status === 'Download complete') this.#layers.set(id, { ...known, current: known.total });
    if (status === 'Pull complete') this.#layers.set(id, { ...known, current: known.total, done: true });
  }
}
