import { dirname, join, resolve } from 'node:path';
import type { FileSystem } from '../ports/fileSystem.ts';
import type { FunctionSource } from './functionSource.ts';

/**
 * Every folder below the roots that declares functions, and every folder with a Dockerfile nobody declares a function
 * for yet. Sorted by folder. Where a folder has both `s.yaml` and `s.yml`, Serverless Devs takes `s.yaml`.
 */
export async function findFunctionSources(
  roots: readonly string[],
  files: FileSystem,
  signal?: AbortSignal,
): Promise<FunctionSource[]> {
  const configs = new Map<string, string>();
  const dockerfiles = new Map<string, string>();
  for (const root of roots)
    for (const file of await files.find(root, ['s.yaml', 's.yml', 'Dockerfile'], signal)) {
      const folder = dirname(file);
      if (file === join(folder, 'Dockerfile')) dockerfiles.set(folder, file);
      else if (file === join(folder, 's.yaml') || !configs.has(folder)) configs.set(folder, file);
    }

  const used = new Set<string>();
  for (const [folder, file] of configs) {
    signal?.throwIfAborted();
    const text = await files.readText(file).catch(() => undefined); // whoever reads its functions will say why
    for (const path of pathsIn(text ?? '', folder)) used.add(path);
  }

  return [...new Set([...configs.keys(), ...dockerfiles.keys()])]
    .filter((folder) => configs.has(folder) || !used.has(folder))
    .sort()
    .map((folder) => sourceOf(folder, configs.get(folder), dockerfiles.get(folder)));
}

/** Larger files are no `s.yaml` a person wrote. */
const mostCharacters = 256 * 1024;

/**
 * What a config may build from: every word of it taken as a path, and that path's folder (`code: ./api`,
 * `fc3 build --dockerfile ./api/Dockerfile`). A word that only looks like a folder hides no more than an offer.
 */
function* pathsIn(config: string, configFolder: string): Generator<string> {
  for (const word of config.slice(0, mostCharacters).split(/[\s"'=,{}[\]()]+/)) {
    const path = resolve(configFolder, word);
    yield path;
    yield dirname(path);
  }
}

function sourceOf(folder: string, configFile: string | undefined, dockerfile: string | undefined): FunctionSource {
  return {
    folder,
    ...(configFile === undefined ? {} : { configFile }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
  };
}
