import type { DirectoryEntry, FileFacts, FileSystem } from '../../src/core/ports/fileSystem.ts';

interface MemoryFile {
  readonly data: Buffer;
  readonly mode: number;
  readonly modifiedAt: number;
  readonly linkTarget?: string;
}

/** What a test puts into a file: text, bytes, or a link to somewhere. */
export type MemoryContent = string | Uint8Array | { readonly linkTo: string };

const skipped = new Set(['node_modules', 'dist', 'out']);

/** A disk in a Map, with absolute `/` paths. Folders exist as long as something is in them, or were made explicitly. */
export class MemoryFileSystem implements FileSystem {
  readonly #files = new Map<string, MemoryFile>();
  readonly #folders = new Set<string>();
  readonly #failures = new Map<string, Error>();
  #ticks = Date.parse('2025-01-01T00:00:00Z');

  constructor(files: Readonly<Record<string, MemoryContent>> = {}) {
    for (const [path, content] of Object.entries(files)) this.put(path, content);
  }

  /** Puts a file there as the test's own doing: immune to `failOn`. */
  put(path: string, content: MemoryContent, mode = 0o644): void {
    const link = typeof content === 'object' && 'linkTo' in content ? content.linkTo : undefined;
    const data = Buffer.from(link ?? (content as string | Uint8Array));
    this.#files.set(path, { data, mode, modifiedAt: ++this.#ticks, ...(link !== undefined && { linkTarget: link }) });
    for (const folder of parents(path)) this.#folders.add(folder);
  }

  makeFolder(path: string): void {
    for (const folder of [path, ...parents(path)]) this.#folders.add(folder);
  }

  /** From now on every access to the path and all below it fails with this system error: `EACCES`, `ENOSPC`. */
  failOn(path: string, code: string): void {
    this.#failures.set(path, Object.assign(new Error(`${code}: operation failed, '${path}'`), { code }));
  }

  /** Everything there is, for one comparison at the end of a test. */
  get files(): Readonly<Record<string, string>> {
    const sorted = [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([path, { data }]) => [path, data.toString()]));
  }

  async readText(path: string): Promise<string | undefined> {
    await this.#access(path);
    return this.#follow(path)?.data.toString();
  }

  async *readStream(path: string): AsyncGenerator<Uint8Array> {
    await this.#access(path);
    const file = this.#follow(path);
    if (!file) throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
    yield file.data;
  }

  async facts(path: string): Promise<FileFacts | undefined> {
    await this.#access(path);
    const file = this.#files.get(path);
    if (!file) {
      return this.#folders.has(path) ? { kind: 'folder', size: 0, mode: 0o755, modifiedAt: 0 } : undefined;
    }
    const { data, mode, modifiedAt, linkTarget } = file;
    const common = { size: data.length, mode, modifiedAt };
    return linkTarget === undefined ? { kind: 'file', ...common } : { kind: 'link', ...common, linkTarget };
  }

  async list(path: string): Promise<readonly DirectoryEntry[]> {
    await this.#access(path);
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const isChild = (other: string): boolean => other.startsWith(prefix) && !other.slice(prefix.length).includes('/');
    const folders = [...this.#folders].filter((folder) => folder !== path && isChild(folder));
    const files = [...this.#files].filter(([file]) => isChild(file));
    const entries: DirectoryEntry[] = [
      ...folders.map((folder) => ({ name: folder.slice(prefix.length), kind: 'folder' as const })),
      ...files.map(([file, { linkTarget }]) => ({
        name: file.slice(prefix.length),
        kind: linkTarget === undefined ? ('file' as const) : ('link' as const),
      })),
    ];
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async writeText(path: string, text: string, mode?: number): Promise<void> {
    await this.#access(path);
    this.put(path, text, mode ?? this.#files.get(path)?.mode);
  }

  async remove(path: string): Promise<void> {
    await this.#access(path);
    const isInside = (other: string): boolean => other === path || other.startsWith(`${path}/`);
    for (const file of [...this.#files.keys()].filter(isInside)) this.#files.delete(file);
    for (const folder of [...this.#folders].filter(isInside)) this.#folders.delete(folder);
  }

  async find(folder: string, names: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
    await Promise.resolve();
    signal?.throwIfAborted();
    const found = [...this.#files].filter(([path, { linkTarget }]) => {
      const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/') : [];
      const name = inside.pop();
      const hidden = inside.some((part) => part.startsWith('.') || skipped.has(part));
      return name !== undefined && names.includes(name) && !hidden && linkTarget === undefined && !this.#failure(path);
    });
    return found.map(([path]) => path).sort();
  }

  #follow(path: string): MemoryFile | undefined {
    const file = this.#files.get(path);
    if (file?.linkTarget === undefined) return file;
    return this.#follow(new URL(file.linkTarget, `file://${path}`).pathname);
  }

  async #access(path: string): Promise<void> {
    const failure = this.#failure(path);
    await (failure ? Promise.reject(failure) : Promise.resolve());
  }

  #failure(path: string): Error | undefined {
    return [path, ...parents(path)].map((part) => this.#failures.get(part)).find((failure) => failure !== undefined);
  }
}

function parents(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index).join('/') || '/').slice(1);
}
