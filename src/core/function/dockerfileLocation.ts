import { basename, dirname, isAbsolute, join } from 'node:path';
import type { ConfigNode } from './configNode.ts';

export interface DockerfileLocation {
  readonly dockerfile: string;
  readonly contextFolder: string;
}

/**
 * The Dockerfile and context `s build` takes (fc3 `src/subCommands/build/impl/baseImageBuilder.ts`): the options of a
 * `fc3 build` action, `--dockerfile` moving the context to its own folder and `--context` naming another; else
 * `Dockerfile` in the folder `code`; and where `s build` would build nothing, the Dockerfile beside `s.yaml`.
 */
export function dockerfileLocation(
  configFile: string,
  resource: ConfigNode,
  props: ConfigNode | undefined,
): DockerfileLocation {
  const base = dirname(configFile);
  const fromBase = (path: string): string => (isAbsolute(path) ? path : join(base, path));
  const options = buildOptions(resource);
  const code = codeFolder(props?.get('code'));
  const folder = code === undefined ? base : fromBase(code);
  const dockerfile = options.dockerfile === undefined ? join(folder, 'Dockerfile') : fromBase(options.dockerfile);
  const context = options.dockerfile === undefined ? folder : dirname(dockerfile);
  const contextFolder = options.context === undefined ? context : fromBase(options.context);
  return { dockerfile, contextFolder: join(contextFolder, '.') };
}

interface BuildOptions {
  readonly dockerfile?: string;
  readonly context?: string;
}

/** Options of the first `fc3 build …` among the actions, whatever they are bound to (`pre-deploy`, `pre-${regex(…)}`). */
function buildOptions(resource: ConfigNode): BuildOptions {
  for (const { node } of resource.get('actions')?.entries() ?? [])
    for (const action of node.items()) {
      const [component = '', command, ...words] = wordsOf(action.get('component')?.written ?? '');
      if (command !== 'build' || !isFc3(component)) continue;
      const dockerfile = optionOf(words, ['--dockerfile', '-f']);
      const context = optionOf(words, ['--context']);
      return { ...(dockerfile === undefined ? {} : { dockerfile }), ...(context === undefined ? {} : { context }) };
    }
  return {};
}

/** `fc3`, with or without the registry's owner, a version, or a path to a local copy. */
export function isFc3(component: string): boolean {
  return component.startsWith('${') || /^fc3(?:@.*)?$/.test(basename(component));
}

function optionOf(words: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (names.includes(word)) return known(words[index + 1]);
    const name = names.find((candidate) => word.startsWith(`${candidate}=`));
    if (name !== undefined) return known(word.slice(name.length + 1));
  }
  return undefined;
}

/** Words as a shell splits them, quotes taken off. */
function wordsOf(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}

/** `code: ./code`, or `{ src: ./code }`; an archive is no folder. */
function codeFolder(code: ConfigNode | undefined): string | undefined {
  const folder = known((code?.kind === 'map' ? code.get('src') : code)?.written);
  return folder !== undefined && /\.(?:zip|jar|war)$/.test(folder) ? undefined : folder;
}

function known(path: string | undefined): string | undefined {
  return path === undefined || path === '' || path.includes('${') ? undefined : path;
}
