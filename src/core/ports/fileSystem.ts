export type EntryKind = 'file' | 'folder' | 'link' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** What `lstat` knows: a link is a link, it is not followed. */
export interface FileFacts {
  readonly kind: EntryKind;
  /** Bytes; 0 for folders. */
  readonly size: number;
  /** Unix permission bits (0o000-0o7777); 0o755 where the system has none, which is what the docker CLI sends then. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Where a link points, as written in it. */
  readonly linkTarget?: string;
}

/**
 * The files of a workspace. Paths are absolute and native to the machine. Methods that read answer `undefined` for
 * "is not there"; every other failure (no permission, broken disk) rejects with the system's own error.
 */
export interface FileSystem {
  readText(path: string): Promise<string | undefined>;
  /** The file's bytes in order, never all in memory at once. */
  readStream(path: string): AsyncIterable<Uint8Array>;
  facts(path: string): Promise<FileFacts | undefined>;
  /** The folder's entries sorted by name; empty when it does not exist. */
  list(path: string): Promise<readonly DirectoryEntry[]>;
  /** Creates missing parent folders. `mode` is applied on systems that have one. */
  writeText(path: string, text: string, mode?: number): Promise<void>;
  /** Removes a file, or a folder with everything in it; does nothing when it is not there. */
  remove(path: string): Promise<void>;
  /** Files with one of these names below a folder, sorted; skips `node_modules`, `.git` and the like. */
  find(folder: string, names: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
}
