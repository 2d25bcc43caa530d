import { dirname } from 'node:path';
import type { FileSystem } from '../ports/fileSystem.ts';

/** Writes files so that all of them can be taken back. */
export class FileTransaction {
  readonly #files: FileSystem;
  /** The outermost folder that did not exist before: removing it removes everything. */
  readonly #newFolder: string | undefined;
  readonly #undo: (() => Promise<void>)[] = [];

  private constructor(files: FileSystem, newFolder: string | undefined) {
    this.#files = files;
    this.#newFolder = newFolder;
  }

  static async begin(folder: string, files: FileSystem): Promise<FileTransaction> {
    return new FileTransaction(files, await outermostMissing(folder, files));
  }

  async write(file: string, text: string): Promise<void> {
    const before = await this.#files.facts(file);
    const previous = before === undefined ? undefined : await this.#files.readText(file);
    const newFolder = await outermostMissing(dirname(file), this.#files);
    // noted before writing: a write that fails half-way leaves something behind too
    this.#undo.push(async () => {
      if (previous !== undefined)
        await this.#files.writeText(file, previous, before?.kind === 'file' ? before.mode : undefined);
      else if (before === undefined) await this.#files.remove(newFolder ?? file);
    });
    // replacing a link must not change the file it points to
    if (before?.kind === 'link') await this.#files.remove(file);
    await this.#files.writeText(file, text, before?.kind === 'file' ? before.mode : undefined);
  }

  /** Takes back as much as can be taken back; the error that led here is the one to report. */
  async undo(): Promise<void> {
    for (const step of this.#undo.toReversed()) await step().catch(() => undefined);
    if (this.#newFolder !== undefined) await this.#files.remove(this.#newFolder).catch(() => undefined);
  }
}

/** The outermost folder on the way to `folder` that does not exist, `undefined` when all of them do. */
async function outermostMissing(folder: string, files: FileSystem): Promise<string | undefined> {
  let missing: string | undefined;
  for (let path = folder; ; path = dirname(path)) {
    if ((await files.facts(path)) !== undefined) return missing;
    missing = path;
    if (dirname(path) === path) return missing;
  }
}
