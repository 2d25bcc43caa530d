import path from 'node:path';
import type { FileFacts, FileSystem } from '../ports/fileSystem.ts';
import { everything, readDockerignore, type ContextFilter } from './dockerignore.ts';

/** One entry of a build context. */
export interface ContextEntry {
  /** Relative to the context, `/` separated. */
  readonly name: string;
  readonly file: string;
  readonly facts: FileFacts;
}

/**
 * Lists what a build sends, as the docker CLI does: a `<Dockerfile>.dockerignore` wins over `.dockerignore`; the
 * Dockerfile and the ignore file always go along (the engine removes them again when they are ignored); links go as
 * links, wherever they point.
 */
export async function* contextEntries(
  folder: string,
  dockerfile: string,
  files: FileSystem,
  signal?: AbortSignal,
): AsyncGenerator<ContextEntry> {
  const filter = await contextFilter(folder, dockerfile, files);
  const always = new Set(['.dockerignore', path.relative(folder, dockerfile).split(path.sep).join('/')]);

  async function* walk(relative: string): AsyncGenerator<ContextEntry> {
    for (const { name: own, kind } of await files.list(path.join(folder, relative))) {
      signal?.throwIfAborted();
      const name = relative === '' ? own : `${relative}/${own}`;
      const excluded = filter.excludes(name) && !always.has(name);
      const leadsToAlways = [...always].some((kept) => kept.startsWith(`${name}/`));
      if (excluded && !(kind === 'folder' && (filter.keepsBelow(name) || leadsToAlways))) continue;
      const file = path.join(folder, name);
      const facts = await files.facts(file);
      if (facts === undefined || facts.kind === 'other') continue; // gone meanwhile, or a socket or device
      if (!excluded) yield { name, file, facts };
      if (facts.kind === 'folder') yield* walk(name);
    }
  }
  yield* walk('');
}

async function contextFilter(folder: string, dockerfile: string, files: FileSystem): Promise<ContextFilter> {
  for (const file of [`${dockerfile}.dockerignore`, path.join(folder, '.dockerignore')]) {
    const text = await files.readText(file);
    if (text !== undefined) return readDockerignore(text, file);
  }
  return everything;
}
